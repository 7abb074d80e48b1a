#!/usr/bin/env python3
"""Explores every mutant by every arm and says after how many seeds it was found.

One scratch copy of the tree, one build folder in it: a mutant costs what its few files take to compile. Each row is
written as soon as it is known, so that an interrupted run keeps what it has; --resume goes on behind it.
"""
import argparse
import csv
import json
import os
import pathlib
import shutil
import subprocess
import sys

import patches

TREE = patches.FOLDER.parent.parent
COLUMNS = ("mutant", "bug", "arm", "seeds", "found_after", "kind", "checker", "detail", "shrunk_nodes",
           "shrunk_faults", "shrunk_traitors", "shrunk_rounds", "replays", "cpu_seconds")
LEFT_OUT = {"build", ".git"}
# Per arm: what its template is varied by. Quorums differ where three divides the nodes.
TEMPLATE = "scenarios/explore/small-banks.toml"


def run(command, **options):
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


class Workshop:
    """The scratch copy."""

    def __init__(self, folder, jobs):
        self.tree = folder / "tree"
        self.build = folder / "build"
        self.jobs = str(jobs)
        if not self.tree.exists():
            shutil.copytree(TREE, self.tree,
                            ignore=lambda path, names: LEFT_OUT & set(names) if path == str(TREE) else set())

    def configure(self):
        done = run(["cmake", "-G", "Ninja", "-S", self.tree, "-B", self.build, "-DCALLO_TESTS=OFF",
                    "-DCALLO_BENCH=OFF"])
        if done.returncode != 0:
            sys.exit(done.stderr)
        self.compile()

    def compile(self):
        done = run(["ninja", "-C", self.build, "-j", self.jobs, "callo"])
        if done.returncode != 0:
            raise RuntimeError(done.stdout[-2000:])

    def put(self, mutant):
        for file, text in patches.mutated(mutant, TREE).items():
            (self.tree / file).write_text(text, encoding="utf-8")

    def restore(self, mutant):
        for file in mutant.hunks:
            shutil.copy(TREE / file, self.tree / file)  # not its date: it must be built again
            os.utime(self.tree / file)

    def explore(self, arm, arguments, out):
        shutil.rmtree(out, ignore_errors=True)
        done = run([self.build / "sim/cli/callo" if (self.build / "sim/cli/callo").exists() else self.build / "callo",
                    "explore", TEMPLATE, "--arm", arm, "--seeds", f"1..{arguments.seeds}", "--first", "-j",
                    self.jobs, "--quiet", "--out", out, "--run-seconds", str(arguments.run_seconds)],
                   cwd=self.tree)
        report = out / "explore.json"
        if not report.exists():
            raise RuntimeError(done.stdout[-1000:] + done.stderr[-1000:])
        return json.loads(report.read_text(encoding="utf-8"))["arms"][0]


def row_of(mutant, arm, report):
    row = dict.fromkeys(COLUMNS, "")
    row.update(mutant=mutant.name, bug=mutant.bug, arm=arm, seeds=report["runs"],
               cpu_seconds=f"{report['volatile']['cpu_seconds']:.1f}")
    if report["signatures"]:
        found = report["signatures"][0]
        row.update(found_after=report["seeds_to_first_failure"], kind=found["kind"], checker=found["claim"],
                   detail=found["detail"].splitlines()[0][:120])
        if "shrunk" in found:
            small = found["shrunk"]
            row.update(shrunk_nodes=small["nodes"], shrunk_faults=small["faults"],
                       shrunk_traitors=small["traitors"], shrunk_rounds=small["rounds"], replays=small["replays"])
    return row


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scratch", type=pathlib.Path, default=TREE / "build/mutants")
    parser.add_argument("--seeds", type=int, default=1_000, help="budget of each mutant and arm")
    parser.add_argument("--only", help="ids, separated by commas")
    parser.add_argument("--arms", default="swarm,twins,mutation")
    parser.add_argument("--run-seconds", type=int, default=10, help="of processor time a run may take")
    parser.add_argument("--resume", action="store_true", help="keep the rows that are there")
    parser.add_argument("--out", type=pathlib.Path, default=TREE / "results/mutants/mutants.csv")
    parser.add_argument("-j", dest="jobs", type=int, default=2)
    return parser.parse_args()


def main():
    arguments = parse()
    arguments.scratch.mkdir(parents=True, exist_ok=True)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    wanted = set(arguments.only.split(",")) if arguments.only else None
    rows = []
    if arguments.resume and arguments.out.exists():
        with arguments.out.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    known = {(row["mutant"], row["arm"]) for row in rows}
    workshop = Workshop(arguments.scratch, arguments.jobs)
    workshop.configure()
    for mutant in patches.read_all():
        arms = [arm for arm in arguments.arms.split(",") if (mutant.name, arm) not in known]
        if (wanted and mutant.id not in wanted) or not arms:
            continue
        try:
            workshop.put(mutant)
            workshop.compile()
            for arm in arms:
                row = row_of(mutant, arm, workshop.explore(arm, arguments, arguments.scratch / "out"))
                rows.append(row)
                print(f"{mutant.name:40} {arm:9} {row['found_after'] or 'not found':>9} {row['checker']}", flush=True)
                rows.sort(key=lambda known_row: (known_row["mutant"], known_row["arm"]))
                with arguments.out.open("w", encoding="utf-8", newline="") as file:
                    writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
                    writer.writeheader()
                    writer.writerows(rows)
        except RuntimeError as error:
            print(f"{mutant.name}: {error}", file=sys.stderr, flush=True)
        finally:
            workshop.restore(mutant)
    return 0


if __name__ == "__main__":
    sys.exit(main())
