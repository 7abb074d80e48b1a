#!/usr/bin/env python3
"""Plants one violation of each rule into a small tree and demands that it is found, and alone."""

import tempfile
import unittest
from pathlib import Path

from check_tree import BANS, LINES_MAX, Tree, code_only

MARK = "TO" + "DO"

# rule: (path, content, part of the message)
PLANTED = {
    "upward include": ("protocol/base/a.hpp", '#pragma once\n#include "protocol/wire/codec.hpp"\n',
                       "protocol/base must not include"),
    "production includes simulator": ("protocol/node/a.cpp", '#include "sim/engine/engine.hpp"\n',
                                      "protocol/node must not include"),
    "siblings": ("protocol/ledger/a.cpp", '#include "protocol/chain/block.hpp"\n',
                 "protocol/ledger must not include"),
    "consensus knows no coin": ("protocol/consensus/tendermint/a.cpp",
                                '#include "protocol/ledger/coin.hpp"\n',
                                "protocol/consensus must not include"),
    "families are strangers": ("protocol/consensus/nakamoto/a.cpp",
                               '#include "protocol/consensus/tendermint/rules.hpp"\n',
                               "protocol/consensus must not include"),
    "topologies know base only": ("topologies/a.cpp", '#include "protocol/wire/codec.hpp"\n',
                                  "topologies must not include"),
    "engine knows no simulator": ("sim/engine/a.cpp", '#include "sim/network/network.hpp"\n',
                                  "sim/engine must not include"),
    "checker calls its predicate": ("sim/checkers/a.cpp",
                                    '#include "protocol/chain/commit_check.hpp"\n',
                                    "a checker must not call"),
    "relative include": ("sim/engine/a.cpp", '#include "engine.hpp"\n', "repository root"),
    "clock": ("sim/engine/a.cpp", "auto t = std::chrono::steady_clock::now();\n", "clock:"),
    "random": ("sim/engine/a.cpp", "std::random_device device;\n", "random:"),
    "distribution": ("sim/engine/a.cpp", "std::uniform_int_distribution<int> d;\n",
                     "distribution:"),
    "unordered": ("protocol/node/a.cpp", "std::unordered_map<int, int> seen;\n", "unordered:"),
    "pointer key": ("sim/engine/a.cpp", "std::map<const Node*, int> seen;\n", "pointer key:"),
    "thread": ("protocol/node/a.cpp", "std::mutex mutex;\n", "thread:"),
    "environment": ("sim/cli/a.cpp", 'const char* p = getenv("HOME");\n', "environment:"),
    "static": ("sim/engine/a.cpp", "  static int calls = 0;\n", "static:"),
    "libm": ("sim/network/a.cpp", "auto x = std::log(2.0);\n", "libm:"),
    "floating point": ("protocol/ledger/a.cpp", "double amount = 0;\n", "floating point:"),
    "simulated": ("protocol/node/a.cpp", "if (is_simulated()) {}\n", "simulated:"),
    "simgrid": ("sim/engine/a.cpp", "#include <simgrid/s4u.hpp>\n", "simgrid:"),
    "reasonless allowance": ("sim/engine/a.cpp",
                             "std::unordered_set<int> s;  // lint: allow unordered: fast\n",
                             "without a reason"),
    "long file": ("sim/engine/a.cpp", "\n" * (LINES_MAX + 1), "more than 500 lines"),
    "mark": ("sim/engine/a.cpp", f"// {MARK}: finish\n", "unfinished"),
    "machine path": ("sim/engine/README.md", "See /" + "home/someone/notes.\n", "one machine"),
    "machine path in a result": ("results/a.csv", "n0,/" + "tmp/a/sim/b.cpp\n", "one machine"),
    "guard": ("sim/engine/a.hpp", "int f();\n", "#pragma once"),
    "namespace": ("sim/engine/a.hpp", "#pragma once\nusing namespace callo;\n", "using namespace"),
    "top folder": ("helpers/README.md", "Things.\n", "seven top-level"),
    "two types of one name": ("sim/engine/a.cpp", "struct A {\n};\nclass A final : public B {\n};\n",
                              "another type's name"),
    "no readme": ("sim/magic/a.cpp", "int x();\n", "has no README.md"),
    "tests nobody runs": ("tests/unit/magic_test.cpp", "int x();\n", "never run"),
    "scenario name": ("scenarios/quickstart/a.toml", 'name = "b"\n', "not the stem"),
    "scenario syntax": ("scenarios/quickstart/a.toml", "name = \n", "is not TOML"),
}

ALLOWED = {
    "downward include": ("protocol/wire/a.cpp", '#include "protocol/base/ids.hpp"\n'),
    "port of the families": ("protocol/consensus/tendermint/a.cpp",
                             '#include "protocol/consensus/application.hpp"\n'),
    "simulator uses production": ("sim/hosts/a.cpp", '#include "protocol/node/driver.hpp"\n'),
    "reasoned allowance": ("protocol/node/a.cpp",
                           "// lint: allow unordered: only looked up, never iterated\n"
                           "std::unordered_map<int, int> seen;\n"),
    "real machines have clocks": ("protocol/posix/a.cpp",
                                  "auto t = std::chrono::steady_clock::now();\n"),
    "words in comments": ("protocol/node/a.cpp", '// no double, no std::mutex\nauto s = "double";\n'),
    "constants": ("sim/engine/a.cpp", "static constexpr int kLimit = 3;\nstatic int f(int x);\n"),
    "digit separators": ("protocol/wire/a.cpp", "int a = 65'536; int b = 1'000;\n"),
    "scenario": ("scenarios/quickstart/a.toml", 'name = "a"\n'),
    "study": ("scenarios/quickstart/s.toml", 'scenario = "a.toml"\n'),
}


def violations(path, content):
    with tempfile.TemporaryDirectory() as root:
        target = Path(root) / path
        target.parent.mkdir(parents=True)
        target.write_text(content)
        for folder in [target.parent, *target.parent.parents]:
            wants = folder != Path(root) and folder.is_relative_to(root)
            if wants and not (folder / "README.md").exists() and folder.name != "magic":
                (folder / "README.md").write_text("Here.\n")
        return Tree(root).check()


class CheckTree(unittest.TestCase):
    def test_planted_violations_are_found_alone(self):
        for rule, (path, content, message) in PLANTED.items():
            with self.subTest(rule):
                found = violations(path, content)
                self.assertEqual(len(found), 1, found)
                self.assertIn(message, found[0])

    def test_a_source_includes_its_own_header_first(self):
        with tempfile.TemporaryDirectory() as root:
            folder = Path(root) / "topologies"
            folder.mkdir()
            (folder / "README.md").write_text("Here.\n")
            (folder / "b.hpp").write_text("#pragma once\n")
            (folder / "b.cpp").write_text('#include "topologies/b.hpp"\n#include <vector>\n')
            self.assertEqual(Tree(root).check(), [])
            (folder / "b.cpp").write_text('#include <vector>\n#include "topologies/b.hpp"\n')
            self.assertIn("is not the first include", Tree(root).check()[0])

    def test_every_ban_is_planted(self):
        self.assertEqual([ban.name for ban in BANS if ban.name not in PLANTED], [])

    def test_good_files_pass(self):
        for case, (path, content) in ALLOWED.items():
            with self.subTest(case):
                self.assertEqual(violations(path, content), [])

    def test_blanking_keeps_lines_and_columns(self):
        text = 'int a; /* x\ny */ int b; // c\nauto s = "d\\"e"; int f;\n'
        blanked = code_only(text)
        self.assertEqual(len(blanked), len(text))
        self.assertEqual(blanked.index("int b"), text.index("int b"))
        self.assertEqual(blanked.index("int f"), text.index("int f"))
        self.assertNotIn("e", blanked)


if __name__ == "__main__":
    unittest.main()
