#!/usr/bin/python3
"""Counts which claims break with f and with f + 1 traitors of seven validators, behaviour by behaviour.

    analysis/beyond_tolerance.py                          # all of it, 50 seeds a cell
    analysis/beyond_tolerance.py --behaviours hidden_lock --seeds 100

Two traitors of seven are tolerated, three are not. Writes one row a cell to beyond_tolerance.csv, and
the scenario of each run is what scenario_text() says. Rows that are there already are kept, so that an
interrupted study goes on where it stopped.
"""

import argparse
import collections
import concurrent.futures
import csv
import json
import os
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TRAITORS = {2: "[1, 5]", 3: "[1, 3, 5]"}
WAYS = {
    "direct": 'topology = { kind = "complete", nodes = 7 }',
    "flood": 'topology = { kind = "hypercube", nodes = 7, extra_links = 1 }',
}
# Traitors of these work together: one other variant, shown to all but the split.
COALITIONS = ("equivocate_proposal", "equivocate_vote", "equivocate", "amnesia", "rushing",
              "double_spend", "twins")
# What else a behaviour needs to be told.
SETTINGS = {"silent": "forwards = false", "censor": "payers = [0]"}
BEHAVIOURS = (
    "equivocate_proposal", "equivocate_vote", "equivocate", "twins", "amnesia", "silent",
    "withhold_votes", "withhold_precommits", "withhold_proposals", "withhold_parts", "selective",
    "hidden_lock", "delay", "delay_randomly", "delay_growing", "rushing", "early_precommit",
    "vote_blindly", "vote_nil", "race_rounds", "propose_out_of_turn", "invalid_block",
    "bad_last_commit", "impersonate", "garbage", "replay", "future_rounds", "future_heights",
    "flood_votes", "flood_proposals", "flood_parts", "flood_offences", "flood_transactions",
    "flood_statuses", "mutate", "false_history", "abuse_evidence", "false_time", "censor",
    "propose_empty", "double_spend", "forge_payments", "fill_mempool",
)
KEY = ("behaviour", "way", "traitors")
COLUMNS = KEY + ("seeds", "seeds_with_violation", "claims_broken", "commits_min", "commits_max")


def scenario_text(behaviour, way, traitors):
    """20 simulated seconds; the traitors begin after two. Lies of one kind only."""
    extra = ['coalition = "together"', 'split = [0, 2]'] if behaviour in COALITIONS else []
    extra += [SETTINGS[behaviour]] if behaviour in SETTINGS else []
    # Beyond what is tolerated liveness is judged only where its loss is expected; nothing else hangs on it.
    broken = 'violation = "liveness"\nviolation_seeds = "some"\n' if traitors == 3 else ""
    return f"""name = "beyond-tolerance"
duration = "20s"
crypto = "modelled"

[network]
{WAYS[way]}
cities = {{ Accra = 1, Cairo = 1, Dakar = 1, Johannesburg = 1, Lagos = 1, Nairobi = 1, Tunis = 1 }}
fidelity = {{ votes = "latency", blocks = "latency", transactions = "latency" }}

[consensus]
dissemination = "{way}"
timeout_propose = "1s"
timeout_prevote = "500ms"
timeout_precommit = "500ms"
timeout_commit = "200ms"

[workload]
rate = "2/s"
until = "15s"

[[traitor]]
nodes = {TRAITORS[traitors]}
behaviour = "{behaviour}"
trigger = {{ from = "2s" }}
{chr(10).join(extra)}

[expect]
invariants = "all"
liveness_after = "6s"
liveness_bound = "10s"
{broken}"""


def run(callo, scenario, seed):
    """(claims broken, heights decided) of one seed."""
    command = [callo, "run", str(scenario), "--seed", str(seed), "--engine", "standalone", "--json",
               "--quiet", "--keep", "never", "--out", str(scenario.parent / f"seed-{seed}")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1, 3):
        raise SystemExit(f"failed with {done.returncode}: {' '.join(command)}\n{done.stderr}")
    summary = json.loads(done.stdout)
    return {violation["claim"] for violation in summary["violations"]}, summary["commits"]


def measure(callo, cell, seeds, workers):
    behaviour, way, traitors = cell
    broken, decided, seeds_with_violation = collections.Counter(), [], 0
    with tempfile.TemporaryDirectory() as folder:
        scenario = Path(folder) / "beyond-tolerance.toml"
        scenario.write_text(scenario_text(behaviour, way, traitors))
        with concurrent.futures.ThreadPoolExecutor(workers) as pool:
            runs = pool.map(lambda seed: run(callo, scenario, seed), range(1, seeds + 1))
            for claims, commits in runs:
                broken.update(claims)
                decided.append(commits)
                seeds_with_violation += bool(claims)
    claims = " ".join(f"{claim}:{count}" for claim, count in sorted(broken.items()))
    return dict(zip(COLUMNS, (*cell, seeds, seeds_with_violation, claims, min(decided),
                              max(decided))))


def read_rows(path):
    if not path.exists():
        return []
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path, rows):
    partial = path.with_suffix(".partial")
    with open(partial, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    os.replace(partial, path)


def write_manifest(path, options):
    version = subprocess.run([options.callo, "version"], capture_output=True, text=True, check=True)
    manifest = {"name": "beyond-tolerance", "made_by": version.stdout.splitlines(),
                "traitors": TRAITORS, "ways": WAYS}
    path.write_text(json.dumps(manifest, indent=2) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "results/reference/beyond-tolerance")
    parser.add_argument("--callo", default=str(ROOT / "callo"))
    parser.add_argument("--seeds", type=int, default=50)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--behaviours", default=",".join(BEHAVIOURS))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    path = options.out / "beyond_tolerance.csv"
    rows = read_rows(path)
    measured = {tuple(row[key] for key in KEY) for row in rows}
    for behaviour in options.behaviours.split(","):
        for way in WAYS:
            for traitors in TRAITORS:
                cell = (behaviour, way, traitors)
                if tuple(map(str, cell)) in measured:
                    continue
                rows.append(measure(options.callo, cell, options.seeds, options.workers))
                write_rows(path, rows)
                print(*rows[-1].values(), sep="  ", flush=True)
    write_manifest(options.out / "manifest.json", options)


if __name__ == "__main__":
    main()
