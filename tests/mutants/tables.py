#!/usr/bin/env python3
"""The rows of a search for mutants: a CSV file, and the table mutant x arm made of it.

    python3 tests/mutants/tables.py results/mutants/mutants.csv > results/mutants/table.md
"""
import csv
import pathlib
import re
import statistics
import sys

COLUMNS = ("mutant", "arm", "seeds", "found_after", "kind", "checker", "detail", "shrunk_nodes", "shrunk_faults",
           "shrunk_traitors", "shrunk_heights", "shrunk_rounds", "shrink_runs", "replays", "cpu_seconds",
           "cpu_seconds_allowed")
FAULTS_MAX = 4
ROUNDS_MAX = 12


def in_the_tree(detail):
    """What a run died of, without the folder in which this machine happened to build it."""
    return re.sub(r"(?<![\w.])/[^\s:]*?/(?=(?:protocol|sim|topologies)/)", "", detail)


def read(path: pathlib.Path) -> list[dict]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: pathlib.Path, rows: list[dict]):
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = sorted(rows, key=lambda row: (row["mutant"], row["arm"]))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def fewest(rows):
    """The row that took the fewest seeds."""
    found = [row for row in rows if row["found_after"]]
    return min(found, key=lambda row: int(row["found_after"]), default=None)


def cell(row):
    if row is None:
        return ""
    return row["found_after"] or f"not in {row['seeds']}"


def shrunk(rows):
    """Of the smallest that was shrunk."""
    small = [row for row in rows if row["shrunk_nodes"]]
    return min(small, key=size, default=None)


def size(row):
    return (int(row["shrunk_faults"]) + int(row["shrunk_traitors"]), int(row["shrunk_rounds"]))


def markdown(rows: list[dict]) -> str:
    arms = list(dict.fromkeys(arm for arm in ("swarm", "twins", "mutation", "adversary", "directed", "overlay")
                              if any(row["arm"] == arm for row in rows)))
    lines = ["| mutant | " + " | ".join(arms) + " | checker | faults | traitors | rounds | replays |",
             "|---|" + "---|" * (len(arms) + 5)]
    for name in sorted({row["mutant"] for row in rows}):
        own = [row for row in rows if row["mutant"] == name]
        best, small = fewest(own), shrunk(own)
        cells = [cell(next((row for row in own if row["arm"] == arm), None)) for arm in arms]
        sizes = ["", "", ""] if small is None else [small[key] for key in
                                                    ("shrunk_faults", "shrunk_traitors", "shrunk_rounds")]
        checker = "" if best is None else best["checker"]
        replays = [row["replays"] for row in own if row["found_after"]]
        lines.append("| " + " | ".join([name, *cells, checker, *sizes, "/".join(sorted(set(replays)))]) + " |")
    return "\n".join(lines) + "\n"


def summary(rows: list[dict]) -> str:
    names = sorted({row["mutant"] for row in rows} - {"clean"})
    best = [fewest([row for row in rows if row["mutant"] == name]) for name in names]
    small = [shrunk([row for row in rows if row["mutant"] == name]) for name in names]
    seeds = [int(row["found_after"]) for row in best if row]
    within = sum(1 for row in small if row and int(row["shrunk_faults"]) + int(row["shrunk_traitors"]) <= FAULTS_MAX
                 and int(row["shrunk_rounds"]) <= ROUNDS_MAX)
    text = f"{len(seeds)} of {len(names)} mutants found"
    if seeds:
        text += f", median after {statistics.median(seeds):g} seeds (of those found), at most {max(seeds)}"
    return (text + f"; {within} of {sum(1 for row in small if row)} that were shrunk have at most {FAULTS_MAX} faults "
            f"and traitors in at most {ROUNDS_MAX} rounds")


if __name__ == "__main__":
    known = read(pathlib.Path(sys.argv[1]))
    print(markdown(known) + "\n" + summary(known) + ".")
