#!/usr/bin/env python3
"""Compiles small planted violations and demands that each is found, and nothing else."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from check_symbols import violations

COMPILER = sys.argv.pop(1) if len(sys.argv) > 1 else "c++"

BAD = {
    "global": "int counter = 7;",
    "zero global": "int counter;",
    "function static": "int next() { static int counter = 0; return ++counter; }",
    "thread local": "thread_local int counter; int next() { return ++counter; }",
    "hidden global": "namespace { int counter = 3; } int next() { return ++counter; }",
}
GOOD = {
    "constant": "extern const int kLimit; const int kLimit = 3;",
    "table of texts": 'const char* text(int i) { static const char* const t[] = {"a", "b"}; return t[i]; }',
    "named constant": "struct A { A(); int x; }; namespace n { const A kStart; } int f() { return n::kStart.x; }",
    "interface": "struct A { virtual ~A(); }; A::~A() {}",
}


def found(source):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "planted.cpp"
        path.write_text(source + "\n")
        output = path.with_suffix(".o")
        subprocess.run([COMPILER, "-std=c++20", "-O2", "-c", path, "-o", output], check=True)
        return violations(output)


class CheckSymbols(unittest.TestCase):
    def test_planted_state_is_found(self):
        for case, source in BAD.items():
            with self.subTest(case):
                names = found(source)
                self.assertEqual(len(names), 1, names)
                self.assertIn("counter", names[0])

    def test_constants_pass(self):
        for case, source in GOOD.items():
            with self.subTest(case):
                self.assertEqual(found(source), [])


if __name__ == "__main__":
    unittest.main()
