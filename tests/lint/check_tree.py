#!/usr/bin/env python3
"""Checks what a compiler does not: layering, determinism, layout (CONTRIBUTING.md).

    check_tree.py ROOT      prints one line per violation, exits 1 when there is any

A line that must break a ban says why, on itself or on the line above:

    // lint: allow unordered: only looked up, never iterated
"""

import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

TOP_FOLDERS = {"protocol", "sim", "topologies", "scenarios", "analysis", "tests", "results"}
SKIPPED_FOLDERS = {"build", "__pycache__", "node_modules"}
CODE = {".cpp", ".hpp"}
TEXT = CODE | {".py", ".md", ".txt", ".cmake", ".toml", ".json", ".cff", ".sh", ""}
RESULTS = {".csv", ".json", ".md", ".toml"}
LINES_MAX = 500
REASON_CHARACTERS_MIN = 12

# Who may include whom, by longest prefix. A folder may always include itself.
BELOW_WIRE = ("protocol/base", "protocol/step", "protocol/shim", "protocol/crypto")
BELOW_CHAIN = BELOW_WIRE + ("protocol/wire",)
BELOW_CONSENSUS = BELOW_CHAIN + ("protocol/chain", "protocol/overlay")
BELOW_NODE = BELOW_CONSENSUS + ("protocol/ledger", "protocol/consensus")
BELOW_POSIX = BELOW_NODE + ("protocol/node",)
LAYERS = {
    "protocol/base": (),
    "protocol/step": ("protocol/base",),
    "protocol/shim": ("protocol/base", "protocol/step"),
    "protocol/crypto": ("protocol/base", "protocol/step", "protocol/shim"),
    "protocol/wire": BELOW_WIRE,
    "protocol/chain": BELOW_CHAIN,
    "protocol/ledger": BELOW_CHAIN,
    "protocol/overlay": BELOW_CHAIN,
    # Consensus knows no coin; families know nothing of each other, only the port above them.
    "protocol/consensus": BELOW_CONSENSUS,
    "protocol/node": BELOW_NODE,
    "protocol/posix": BELOW_POSIX,
    "protocol/daemon": BELOW_POSIX + ("protocol/posix",),
    "topologies": ("protocol/base",),
    "sim/engine": BELOW_POSIX,
    "sim": BELOW_POSIX + ("sim", "topologies"),
    "tests": ("protocol", "sim", "topologies", "tests"),
}
# Checkers restate a claim with their own arithmetic: never the production predicate it is about.
PREDICATES = ("protocol/chain/commit_check.hpp", "protocol/chain/evidence.hpp",
              "protocol/chain/accountability.hpp",
              "protocol/ledger/rules.hpp", "protocol/ledger/state.hpp",
              "protocol/ledger/execution.hpp", "protocol/ledger/ledger.hpp")
SIMGRID_HOME = "sim/hosts"


@dataclass(frozen=True)
class Ban:
    name: str
    pattern: re.Pattern
    why: str
    folders: tuple
    exempt: tuple = ()


REAL_MACHINES = ("protocol/posix", "protocol/daemon")


def _ban(name, pattern, why, folders=("protocol", "sim"), exempt=REAL_MACHINES):
    return Ban(name, re.compile(pattern), why, folders, exempt)


BANS = (
    _ban("clock", r"\b(system_clock|steady_clock|high_resolution_clock|clock_gettime|gettimeofday"
         r"|localtime|strftime)\b|\bstd::time\s*\(", "time is an argument of every step"),
    _ban("random", r"\brandom_device\b|\bmt19937|\bdefault_random_engine\b|\bs?rand\s*\(",
         "draws come from streams keyed by the seed"),
    _ban("distribution", r"\bstd::\w+_distribution\b|\bstd::(shuffle|sample)\b",
         "differs between standard libraries"),
    _ban("unordered", r"\bunordered_(multi)?(map|set)\b|\bstd::hash\b",
         "the order of iteration is nobody's promise"),
    _ban("pointer key", r"\b(map|set)<\s*(const\s+)?[\w:]+\s*\*",
         "addresses differ from run to run"),
    _ban("thread", r"\bstd::(j?thread|mutex|async|future|condition_variable)\b"
         r"|\bthis_thread\b|\bthread_local\b|\bpthread_", "one thread owns a run"),
    _ban("environment", r"\b(secure_)?getenv\b|\bsetlocale\b", "a run depends on its scenario only"),
    _ban("static", r"^\s*(inline\s+)?static\s+(?!const\b|constexpr\b|consteval\b|constinit const\b"
         r"|inline constexpr\b|_?assert)[^()]*[;={]", "nothing may survive a run"),
    _ban("libm", r"\bstd::(exp|exp2|expm1|log|log2|log10|log1p|pow|sqrt|cbrt|hypot|sin|cos|tan"
         r"|asin|acos|atan2?|sinh|cosh|tanh|erfc?|lgamma|tgamma)l?f?\s*\(",
         "the library picks variants by processor"),
    _ban("floating point", r"\b(float|double)\b", "money and time are integers", ("protocol",)),
    _ban("simulated", r"\bis_simulated\b|#\s*ifn?def\s+\w*TEST", "production code is what is tested",
         ("protocol",), ()),
    _ban("simgrid", r"#\s*include\s*[<\"](simgrid|xbt)[/.]", "SimGrid stays in " + SIMGRID_HOME,
         ("protocol", "sim", "topologies"), (SIMGRID_HOME,)),
)

# Bans on what stands behind a #; all others are about code.
ABOUT_DIRECTIVES = {"simulated", "simgrid"}
ALLOW = re.compile(r"lint: allow ([\w ]+): (.*)")
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"')
MARK = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
MACHINE_PATH = re.compile(r"(?<![\w.:/~\-}$)])/(?:home|root|tmp|work|farm|Users)/\w")


def under(path, folder):
    return path == folder or path.startswith(folder + "/")


def may_include(path, target, layer):
    home, there = path.rsplit("/", 1)[0], target.rsplit("/", 1)[0]
    if layer == "protocol/consensus":  # a family: its own folder and the ports right above it
        own = under(there, home) or under(home, there)
    else:
        own = under(there, layer)
    return own or any(under(target, allowed) for allowed in LAYERS[layer])


def code_only(text):
    """Blanks comments and the contents of literals, keeps lines and columns."""
    token = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\((?:.*?)\)\1"|"(?:\\.|[^"\\\n])*"'
                       r"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'", re.DOTALL)
    return token.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)


class Tree:
    """The files of the project and the violations found in them."""

    def __init__(self, root):
        self.root = Path(root)
        self.files = sorted(self._walk(self.root))
        self.violations = []
        self.types = {}  # (namespace, name) -> where it is defined

    def _walk(self, folder):
        for entry in folder.iterdir():
            hidden = entry.name.startswith(".") and entry.name != ".ci"
            if entry.is_dir():
                if not hidden and entry.name not in SKIPPED_FOLDERS:
                    yield from self._walk(entry)
            elif not hidden:
                yield entry.relative_to(self.root).as_posix()

    def report(self, path, line, message):
        self.violations.append(f"{path}:{line}: {message}")

    def text(self, path):
        try:
            return (self.root / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            self.report(path, 1, "is not UTF-8 text")
            return ""

    def check(self):
        self.check_folders()
        self.check_tests_run()
        for path in self.files:
            suffix = Path(path).suffix
            if under(path, "results") and suffix in RESULTS:
                self.check_machine_paths(path, self.text(path))
            if suffix not in TEXT or under(path, "results") or "/corpus/" in path:
                continue
            text = self.text(path)
            self.check_text(path, text)
            if suffix in CODE:
                self.check_code(path, text)
            if suffix == ".toml" and under(path, "scenarios"):
                self.check_scenario(path, text)
        return self.violations

    def check_folders(self):
        top = {path.split("/")[0] for path in self.files if "/" in path} - {".ci"}
        for folder in sorted(top - TOP_FOLDERS):
            self.report(folder, 1, "is not one of the seven top-level folders")
        folders = {Path(path).parent for path in self.files} - {Path(".")}
        with_readme = {Path(path).parent for path in self.files if path.endswith("/README.md")}
        for folder in sorted(folders - with_readme):
            # Tests mirror the tree, so one README for each kind of test is enough.
            depth = {"tests": 2, "analysis": 1, "results": 0}.get(folder.parts[0], sys.maxsize)
            if folder.parts[0] in TOP_FOLDERS and len(folder.parts) <= depth:
                self.report(folder.as_posix(), 1, "has no README.md: what belongs here?")

    def check_tests_run(self):
        listing = "tests/CMakeLists.txt"
        groups = set(self.text(listing).split()) if listing in self.files else set()
        folders = {path.rsplit("/", 1)[0] for path in self.files
                   if under(path, "tests") and path.endswith("_test.cpp")}
        for folder in sorted(folders - groups):
            self.report(folder, 1, f"has tests that never run: no callo_test_group in {listing}")

    def check_text(self, path, text):
        lines = text.splitlines()
        if Path(path).suffix in CODE | {".py"} and len(lines) > LINES_MAX:
            self.report(path, len(lines), f"has more than {LINES_MAX} lines: split it")
        for number, line in enumerate(lines, 1):
            if MARK.search(line):
                self.report(path, number, "mark of unfinished work: do it or open an issue")
        self.check_machine_paths(path, text)

    def check_machine_paths(self, path, text):
        for number, line in enumerate(text.splitlines(), 1):
            if MACHINE_PATH.search(line):
                self.report(path, number, "a path of one machine")

    def check_code(self, path, text):
        raw = text.splitlines()
        code = code_only(text).splitlines()
        if path.endswith(".hpp"):
            if "#pragma once" not in text:
                self.report(path, 1, "header without #pragma once")
            for number, line in enumerate(code, 1):
                if re.match(r"\s*using namespace\b", line):
                    self.report(path, number, "using namespace in a header")
        self.check_own_header(path, raw)
        self.check_types(path, raw, code)
        for number, line in enumerate(raw, 1):
            if (found := INCLUDE.match(line)) and code[number - 1].lstrip().startswith("#"):
                self.check_include(path, number, found.group(1))
        self.check_bans(path, raw, code)

    def check_types(self, path, raw, code):
        """Two types of one full name are one to the linker, whatever their members are, and it says nothing."""
        if under(path, "tests"):
            return
        namespaces = []
        for number, line in enumerate(code, 1):
            if found := re.match(r"namespace ?([\w:]*) ?\{", line):
                namespaces.append(found.group(1))
            elif namespaces and raw[number - 1].startswith("}  // namespace"):
                namespaces.pop()
            elif found := re.match(r"(?:class|struct|enum class) (?:alignas\(\w+\) )?(\w+)(?: final)?(?: :[^:].*)? \{", line):
                name = "::".join(namespaces) + "::" + found.group(1)
                if "" in namespaces:
                    continue
                if name in self.types:
                    self.report(path, number, f"{name} is another type's name too: {self.types[name]}")
                self.types[name] = f"{path}:{number}"

    def check_own_header(self, path, raw):
        """A file shows first that its own header needs nothing before it."""
        own = path.removesuffix(".cpp") + ".hpp"
        includes = [line.split()[1] for line in raw if re.match(r"#include\s", line)]
        if path.endswith(".cpp") and own in self.files and includes[:1] != [f'"{own}"']:
            self.report(path, 1, f'"{own}" is not the first include')

    def check_include(self, path, number, target):
        if target.endswith(".inc"):  # made by the build
            return
        if target.startswith(".") or target.split("/")[0] not in TOP_FOLDERS:
            self.report(path, number, f'"{target}": include paths start at the repository root')
            return
        layer = max((known for known in LAYERS if under(path, known)), key=len, default=None)
        if layer is not None and not may_include(path, target, layer):
            self.report(path, number, f'{layer} must not include "{target}"')
        if under(path, "sim/checkers") and target in PREDICATES:
            self.report(path, number, f'a checker must not call what it checks: "{target}"')

    def check_bans(self, path, raw, code):
        bans = [ban for ban in BANS if any(under(path, folder) for folder in ban.folders)
                and not any(under(path, folder) for folder in ban.exempt)]
        for index, line in enumerate(code):
            for ban in bans:
                # Directives are matched as written, for what they name may look like a literal.
                is_directive = line.lstrip().startswith("#")
                if is_directive and ban.name not in ABOUT_DIRECTIVES:
                    continue
                subject = raw[index] if is_directive else line
                if ban.pattern.search(subject) and not self.allowed(path, raw, index, ban.name):
                    self.report(path, index + 1, f"{ban.name}: {ban.why}")

    def allowed(self, path, raw, index, name):
        for number in (index, index - 1):
            found = ALLOW.search(raw[number]) if number >= 0 else None
            if found and found.group(1) == name:
                if len(found.group(2).strip()) < REASON_CHARACTERS_MIN:
                    self.report(path, number + 1, f"allows {name} without a reason")
                return True
        return False

    def check_scenario(self, path, text):
        try:
            content = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self.report(path, 1, f"is not TOML: {error}")
            return
        if "scenario" in content and "name" not in content:  # a study names the scenario it varies
            return
        if content.get("name") != Path(path).stem:
            self.report(path, 1, f'name = "{content.get("name")}" is not the stem of the file')


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    violations = Tree(arguments[1]).check()
    print("\n".join(violations) if violations else "the tree is as agreed")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
