#!/usr/bin/env python3
"""Checks that no library of protocol/ or sim/ holds writable state of the whole process: many runs
share one process, and nothing may survive a run.

    check_symbols.py BUILD      looks into every libcallo_*.a below BUILD/protocol and BUILD/sim
"""

import re
import subprocess
import sys
from pathlib import Path

# Sections that are written to at run time. .data.rel.ro is written by the loader only.
WRITABLE = re.compile(r"^\.(data|bss|tdata|tbss)(\.(?!rel\.ro)|$)")
OBJECT = re.compile(r"^[0-9a-f]+\s+\S*(?:\s+\S+)*?\s+(\.\S+|\*\S+\*)\s+([0-9a-f]+)\s+(.*)$")
# What may stay, with the reason.
ALLOWED = {
    r"sha256_algorithm\(\)::algorithm$": "fetched once, the same for everybody, never changed",
    r"::k[A-Z]\w*$": "a constant by its name; some are built when the process starts",
    r"^(guard variable for )?(std|boost|simgrid|toml)::": "belongs to a library's header",
    r"^DW\.ref\.": "how exceptions find their type",
    r"callo::sim::\(anonymous namespace\)::interrupted$":
        "how a signal handler tells the command line to stop; a run only ever stops on it",
}


def writable_symbols(library):
    """Names of the objects in writable sections of an archive or object file."""
    listing = subprocess.run(["objdump", "--syms", "--demangle", str(library)],
                             capture_output=True, text=True, check=True).stdout
    for line in listing.splitlines():
        found = OBJECT.match(line)
        if found and WRITABLE.match(found.group(1)) and int(found.group(2), 16) > 0:
            yield found.group(3).removeprefix(".hidden ").strip()


def violations(library):
    return [name for name in writable_symbols(library)
            if not any(re.search(pattern, name) for pattern in ALLOWED)]


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    build = Path(arguments[1])
    libraries = [path for folder in ("protocol", "sim")
                 for path in sorted((build / folder).rglob("libcallo_*.a"))]
    if not libraries:
        print("no libraries to look into: build first", file=sys.stderr)
        return 1
    bad = [f"{library.name}: writable state of the whole process: {name}"
           for library in libraries for name in violations(library)]
    print("\n".join(bad) if bad else f"{len(libraries)} libraries hold no mutable state")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
