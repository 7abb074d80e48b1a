#!/usr/bin/env python3
"""Explores mutants by every arm and says after how many seeds each was found, by whom, and how small it became.

Each row is written as soon as it is known, so that an interrupted run keeps what it has; a row that is there already
is not searched for again unless it found nothing within fewer seeds or less time than are now allowed.
"""
import argparse
import csv
import pathlib
import sys

import patches
import tables
from search_arms import Searcher
from workshop import TREE, BuildFailed, Workshop

ARMS = ("swarm", "twins", "mutation", "adversary", "directed", "overlay")
# Few seeds are enough for each of these: what continuous integration may look for (README.md).
DAILY = "M01,M03,M04,M06,M09,M14,M42,N01,N14"
# The unchanged tree, searched like a mutant: whatever is found there is a false alarm or a bug.
CLEAN = patches.Mutant("clean", "Nothing is broken.", "", "nothing", {})


def row_of(mutant, arm, search, is_shrunk, replays, seconds_allowed):
    row = dict.fromkeys(tables.COLUMNS, "")
    row.update(mutant=mutant.name, arm=arm, seeds=search.seeds, cpu_seconds=f"{search.cpu_seconds:.1f}",
               cpu_seconds_allowed=f"{seconds_allowed:g}")
    if search.signature:
        found = search.signature
        row.update(found_after=search.found_after, kind=found["kind"], checker=found["claim"],
                   detail=tables.in_the_tree(found["detail"].splitlines()[0])[:120], replays={True: "yes", False: "no"}[replays])
        if is_shrunk and "shrunk" in found:
            small = found["shrunk"]
            row.update(shrunk_nodes=small["nodes"], shrunk_faults=small["faults"],
                       shrunk_traitors=small["traitors"], shrunk_heights=small["heights"],
                       shrunk_rounds=small["rounds"], shrink_runs=small["candidates"])
    return row


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scratch", type=pathlib.Path, default=TREE / "build/mutants")
    parser.add_argument("--seeds", type=int, default=500, help="budget of each mutant and arm (default: 500)")
    parser.add_argument("--cpu-seconds", type=float, default=60, help="of each mutant and arm; no stretch of seeds is "
                        "begun beyond (default: 60)")
    parser.add_argument("--only", help="ids or names, separated by commas; \"daily\" is a subset that is quickly found")
    parser.add_argument("--arms", default=",".join(ARMS), help="in this order")
    parser.add_argument("--any", action="store_true", help="go on to the next mutant once an arm has found one")
    parser.add_argument("--shrink-all", action="store_true", help="what every arm found; otherwise what the first did")
    parser.add_argument("--shrink-runs", type=int, default=1_000, help="that shrinking one failure may take")
    parser.add_argument("--run-seconds", type=int, default=10, help="of processor time a run may take")
    parser.add_argument("--out", type=pathlib.Path, default=TREE / "build/mutants/mutants.csv")
    parser.add_argument("--check", action="store_true", help="exit 1 unless every mutant that was asked for is found")
    parser.add_argument("-j", dest="jobs", type=int, default=2)
    return parser.parse_args()


def chosen_mutants(only):
    mutants = [CLEAN, *patches.read_all()]
    if not only:
        return [mutant for mutant in mutants if not mutant.breaks.startswith("none")]
    wanted = set((DAILY if only == "daily" else only).split(","))
    unknown = wanted - {mutant.id for mutant in mutants} - {mutant.name for mutant in mutants}
    if unknown:
        sys.exit(f"no such mutant: {', '.join(sorted(unknown))}")
    return [mutant for mutant in mutants if {mutant.id, mutant.name} & wanted]


class Campaign:
    def __init__(self, arguments):
        self.arguments = arguments
        self.rows = tables.read(arguments.out)
        arguments.scratch.mkdir(parents=True, exist_ok=True)
        self.workshop = Workshop(arguments.scratch.resolve(), arguments.jobs)
        self.workshop.configure()
        self.searcher = Searcher(self.workshop, arguments.seeds, arguments.cpu_seconds, arguments.run_seconds,
                                 arguments.shrink_runs, arguments.scratch.resolve() / "out",
                                 arguments.out.resolve().parent / "failures")

    def arms_left(self, mutant):
        """Those that have not found it and may now search for longer than they did."""
        known = {row["arm"]: row for row in self.rows if row["mutant"] == mutant.name}
        if self.arguments.any and any(row["found_after"] for row in known.values()):
            return []
        return [arm for arm in self.arguments.arms.split(",")
                if arm not in known or (not known[arm]["found_after"]
                                        and int(known[arm]["seeds"]) < self.arguments.seeds
                                        and float(known[arm]["cpu_seconds_allowed"]) < self.arguments.cpu_seconds)]

    def is_shrunk(self, mutant):
        return any(row["mutant"] == mutant.name and row["shrunk_nodes"] for row in self.rows)

    def take(self, row):
        self.rows = [known for known in self.rows if (known["mutant"], known["arm"]) != (row["mutant"], row["arm"])]
        self.rows.append(row)
        tables.write(self.arguments.out, self.rows)
        print(f"{row['mutant']:44} {row['arm']:9} {row['found_after'] or 'not in ' + str(row['seeds']):>12} "
              f"{row['checker']}", flush=True)

    def search(self, mutant):
        arms = self.arms_left(mutant)
        if not arms:
            return
        try:
            self.workshop.put(mutant)
            self.workshop.compile()
            for arm in arms:
                shrinks = self.arguments.shrink_all or not self.is_shrunk(mutant)
                search = self.searcher.search(mutant.name, arm, shrinks)
                replays = bool(search.file) and self.workshop.replays(search.file, search.signature["kind"])
                self.take(row_of(mutant, arm, search, shrinks, replays, self.arguments.cpu_seconds))
                if self.arguments.any and search.signature:
                    break
        except (BuildFailed, RuntimeError) as error:
            print(f"{mutant.name}: {error}", file=sys.stderr, flush=True)
        finally:
            self.workshop.restore(mutant)


def main():
    arguments = parse()
    mutants = chosen_mutants(arguments.only)
    campaign = Campaign(arguments)
    for mutant in mutants:
        campaign.search(mutant)
    found = {row["mutant"] for row in campaign.rows if row["found_after"]}
    missed = [mutant.name for mutant in mutants if mutant.name not in found and mutant is not CLEAN]
    print(f"{len(mutants) - len(missed)} of {len(mutants)} as expected" + "".join(f"\n  not found: {name}"
                                                                                  for name in missed))
    is_clean = CLEAN.name not in found
    return 0 if not arguments.check or (not missed and is_clean) else 1


if __name__ == "__main__":
    sys.exit(main())
