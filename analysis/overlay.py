#!/usr/bin/python3
"""The overlay at full size: runs scenarios/overlay with larger settings and tells what came out.

    analysis/overlay.py joins                     # 1,000 join 3,096 within 10 s: K = 1..5, b = 2, 4, 16
    analysis/overlay.py failures --seeds 20       # 5 % to 50 % of 1,600 and 3,200 fail at once
    analysis/overlay.py churn                     # 2,000 nodes come and go, and look each other up
    analysis/overlay.py liars                     # a tenth of 1,000 fail, a tenth lie; lookups of all kinds
    analysis/overlay.py server --seeds 20         # a core server crashes, then lies, while 200 join 1,000
    callo plot results/reference/overlay          # the figures

Writes one row a run to <study>.csv in results/reference/overlay. Rows that are there already are
kept, so that an interrupted study goes on where it stopped.
"""

import argparse
import csv
import json
import math
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = {
    "joins": ("k", "digit_base", "copy_interval", "failures", "seed", "nodes", "in_system",
              "consistent", "missing", "foreign", "notifications_per_join", "bound", "join_p50_s",
              "join_max_s", "messages", "cpu_s", "digest", "command"),
    "failures": ("nodes", "share", "k", "digit_base", "seed", "failed", "consistent", "in_system",
                 "missing", "foreign", "apart", "whole_after_s", "repaired", "messages", "cpu_s",
                 "digest", "command"),
    "churn": ("lifetime_s", "heartbeat_s", "duration_s", "k", "digit_base", "seed", "at_s",
              "in_system", "consistent", "missing", "foreign", "apart", "failed", "lookups",
              "found", "wrong", "unanswered", "searcher_gone", "target_gone", "lookup_p50_s",
              "lookup_p99_s", "messages", "cpu_s", "digest", "command"),
    "liars": ("nodes", "k", "replicas", "seed", "kind", "lookups", "found", "unproven", "wrong",
              "stale", "rejected_answers", "failed", "cpu_s", "digest", "command"),
    "server": ("nodes", "k", "digit_base", "seed", "joins", "joins_unfinished", "in_system",
               "consistent", "missing", "foreign", "apart", "copies_outvoted", "join_p50_s",
               "join_max_s", "violations", "messages", "cpu_s", "digest", "command"),
}
KEYS = {"joins": ("k", "digit_base", "copy_interval", "failures", "seed"),
        "failures": ("nodes", "share", "k", "digit_base", "seed"),
        "churn": ("lifetime_s", "heartbeat_s", "duration_s", "k", "digit_base", "seed"),
        "liars": ("nodes", "k", "replicas", "seed"),
        "server": ("nodes", "k", "digit_base", "seed")}
SETTLED, JOINERS, JOINED_OVER_S = 3096, 1000, 10
FAILURES_AT_S = 15


def join_bound(base, there, joiners, id_bits=256):
    """Liu and Lam (ICDCS 2003): at most this many notifications a join on average, for K = 1.

    The sum over i of (n + m) / b^i times the chance that the longest suffix which a joiner shares
    with one of n random ids has exactly i digits."""
    digits = id_bits // int(math.log2(base))
    mean, below = 0.0, 0.0
    for i in range(digits):
        # None of the n ids shares i + 1 digits.
        none_longer = math.exp(there * math.log1p(-float(base) ** -(i + 1)))
        mean += (there + joiners) / float(base) ** i * (none_longer - below)
        below = none_longer
        if below > 1 - 1e-15:
            break
    return mean


def overrides(**keys):
    return [f"{key.replace('__', '.')}={value}" for key, value in keys.items()]


# Some tens of microseconds a message beside links of 20 to 40 ms: nothing but more events.
FREE_PROCESSOR = overrides(processor__signature='"0us"', processor__verification='"0us"')


def run(binary, scenario, settings, seed):
    """The summary, the snapshots and the lookups of one run."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        command = [str(binary), "run", scenario, "--seed", str(seed), "--engine", "standalone",
                   "--quiet", "--out", str(out)]
        for setting in settings:
            command += ["--set", setting]
        status = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False).returncode
        if status not in (0, 1):
            sys.exit(f"failed with {status}: {shlex.join(command)}")
        summary = json.loads((out / "summary.json").read_text())
        snapshots = read_rows(out / "overlay.csv")
        lookups = read_rows(out / "lookups.csv")
    shown = ["./callo", *command[1:command.index("--quiet")]]
    for setting in settings:
        shown += ["--set", setting]
    return summary, snapshots, lookups, shlex.join(shown)


def join_settings(k, base, copy_interval, failures):
    settings = overrides(
        network__topology=f"{{nodes = {SETTLED + JOINERS}}}", crypto='"modelled"', duration='"60s"',
        overlay__k=k, overlay__digit_base=base, overlay__copy_interval=f'"{copy_interval}"',
        overlay__settle='"40s"', overlay__snapshots='"600s"', overlay__heartbeat='"30s"',
        churn__initial=SETTLED, churn__joins_from='"6s"',
        churn__joins_over=f'"{JOINED_OVER_S}s"', expect__assert='["overlay.joins >= 1"]')
    if failures:
        settings += overrides(churn__failures_at='"11s"', churn__failures=failures,
                              overlay__heartbeat='"5s"', duration='"180s"', overlay__settle='"160s"')
    return settings


def join_rows(binary, cell):
    settings = join_settings(cell["k"], cell["digit_base"], cell["copy_interval"], cell["failures"])
    summary, _, _, command = run(binary, "scenarios/overlay/join-storm.toml", settings,
                                 cell["seed"])
    overlay = summary["overlay"]
    bound = join_bound(cell["digit_base"], SETTLED, JOINERS) if cell["k"] == 1 else ""
    yield {**cell, **common(summary, command), "in_system": overlay["in_system"],
           "nodes": overlay["nodes"], "notifications_per_join": overlay["notifications_per_join"],
           "bound": round(bound, 4) if bound else "",
           "join_p50_s": summary["overlay_join_s"]["p50"],
           "join_max_s": summary["overlay_join_s"]["max"]}


def failure_rows(binary, cell):
    settings = FREE_PROCESSOR + overrides(
        network__topology=f"{{nodes = {cell['nodes']}}}", crypto='"modelled"', duration='"60s"',
        overlay__k=cell["k"], overlay__digit_base=cell["digit_base"], overlay__heartbeat='"10s"',
        overlay__settle='"40s"', overlay__snapshots='"5s"', churn__failures_at=f'"{FAILURES_AT_S}s"',
        churn__failures=cell["share"], expect__assert='["overlay.apart == 0"]')
    summary, snapshots, _, command = run(binary, "scenarios/overlay/mass-failure.toml", settings,
                                         cell["seed"])
    overlay = summary["overlay"]
    broken = [float(row["at_s"]) for row in snapshots
              if float(row["at_s"]) > FAILURES_AT_S and row["consistent"] != row["in_system"]]
    whole = overlay["consistent"] == overlay["in_system"]
    after = [float(row["at_s"]) for row in snapshots
             if float(row["at_s"]) > max(broken, default=FAILURES_AT_S)]
    yield {**cell, **common(summary, command), "failed": overlay["failed"],
           "in_system": overlay["in_system"], "apart": overlay["apart"],
           "repaired": overlay["repaired"],
           "whole_after_s": round(after[0] - FAILURES_AT_S, 3) if whole and after else ""}


def churn_rows(binary, cell):
    """One row a snapshot, the first with the command. Nobody leaves or comes back: all fail, and
    new ones come."""
    duration = cell["duration_s"]
    settings = FREE_PROCESSOR + overrides(
        network__topology="{nodes = 2000}", duration=f'"{duration}s"', overlay__k=cell["k"],
        overlay__heartbeat=f'"{cell["heartbeat_s"]}s"',
        overlay__digit_base=cell["digit_base"], overlay__snapshots='"50s"',
        churn__lifetime=f'"{cell["lifetime_s"]}s"', churn__until=f'"{duration}s"',
        churn__absence='"10s"', churn__graceful="0.0", churn__rejoin="0.0",
        workload=f'{{kind = "lookups", rate = "10/s", from = "50s", until = "{duration - 5}s"}}',
        expect__assert='["overlay.failed >= 1"]')
    summary, snapshots, _, command = run(binary, "scenarios/overlay/churn.toml", settings,
                                         cell["seed"])
    of_run = {**common(summary, command), "failed": summary["overlay"]["failed"],
              "lookups": summary["lookups"]["begun"], "found": summary["lookups"]["found"],
              "lookup_p50_s": summary["lookup_s"]["p50"], "lookup_p99_s": summary["lookup_s"]["p99"],
              **{key: summary["lookups"][key] for key in
                 ("wrong", "unanswered", "searcher_gone", "target_gone")}}
    for number, row in enumerate(snapshots):
        if number == 1:
            of_run["command"] = ""
        yield {**cell, **of_run, **{key: row[key] for key in ("at_s", "in_system", "consistent",
                                                              "missing", "foreign", "apart")}}


LIES = ("withhold_routes", "lead_astray", "lead_in_circles", "lead_to_nobody", "hide_items",
        "stale_items", "forge_items")


def liars_rows(binary, cell):
    """One row a kind of lookup. Every tenth node lies, the seven lies in turn."""
    nodes = cell["nodes"]
    liars = list(range(5, nodes, 10))
    traitors = ", ".join(
        f'{{nodes = {liars[turn::len(LIES)]}, behaviour = "{lie}"}}'
        for turn, lie in enumerate(LIES))
    settings = overrides(
        network__topology=f"{{nodes = {nodes}}}", traitor=f"[{traitors}]", overlay__k=cell["k"],
        overlay__replicas=cell["replicas"], workload__rate='"100/s"',
        expect__assert='["overlay.failed >= 1"]')
    summary, _, lookups, command = run(binary, "scenarios/overlay/liars-and-dead.toml", settings,
                                       cell["seed"])
    for row in lookups:
        yield {**cell, **common(summary, command), "failed": summary["overlay"]["failed"],
               **{key: row[key] for key in ("kind", "lookups", "found", "unproven", "wrong",
                                            "stale", "rejected_answers")}}


def server_rows(binary, cell):
    """One of three core servers crashes while 200 join, comes back, and lies from then on."""
    there, accomplices = cell["nodes"], 10
    outsiders = ", ".join(f'"n{there + 200 + number}"' for number in range(accomplices))
    traitors = (f'[{{nodes = [0], behaviour = "false_copy", trigger = {{from = "14s"}}}}, '
                f'{{nodes = [{outsiders}], behaviour = "accomplice"}}]')
    settings = overrides(
        network__topology=f"{{nodes = {there + 200 + accomplices}}}", traitor=traitors,
        churn__initial=there, overlay__k=cell["k"], overlay__digit_base=cell["digit_base"])
    summary, _, _, command = run(binary, "scenarios/overlay/core-server-crashes-then-lies.toml",
                                 settings, cell["seed"])
    overlay = summary["overlay"]
    yield {**cell, **common(summary, command), "violations": len(summary["violations"]),
           "join_p50_s": summary["overlay_join_s"]["p50"],
           "join_max_s": summary["overlay_join_s"]["max"],
           **{key: overlay[key] for key in ("joins", "joins_unfinished", "in_system", "apart",
                                            "copies_outvoted")}}


def common(summary, command):
    overlay = summary["overlay"]
    return {"consistent": overlay["consistent"], "missing": overlay["missing"],
            "foreign": overlay["foreign"], "messages": summary["messages"],
            "cpu_s": round(summary["volatile"]["cpu_seconds"], 2), "digest": summary["digest"],
            "command": command}


def join_cells(arguments):
    for base in arguments.bases:
        for k in arguments.k:
            for seed in range(1, arguments.seeds + 1):
                yield {"k": k, "digit_base": base, "copy_interval": "5s",
                       "failures": arguments.failures, "seed": seed}


def failure_cells(arguments):
    for nodes in arguments.nodes:
        for seed in range(1, arguments.seeds + 1):
            for k in arguments.k:
                for share in arguments.shares:
                    for base in arguments.bases:
                        yield {"nodes": nodes, "share": share, "k": k, "digit_base": base,
                               "seed": seed}


def heartbeat_of(lifetime_s):
    """A fiftieth of the mean lifetime, but 10 s at least: as many neighbours are gone unnoticed at
    any time (Castro, Costa and Rowstron, DSN 2004, tune their probes so)."""
    return max(10, lifetime_s // 50)


def churn_cells(arguments):
    for lifetime in arguments.lifetimes:
        for k in arguments.k:
            for base in arguments.bases:
                for seed in range(1, arguments.seeds + 1):
                    yield {"lifetime_s": lifetime, "heartbeat_s": heartbeat_of(lifetime),
                           "duration_s": arguments.duration, "k": k, "digit_base": base,
                           "seed": seed}


def liars_cells(arguments):
    for nodes in arguments.nodes:
        for k in arguments.k:
            for seed in range(1, arguments.seeds + 1):
                yield {"nodes": nodes, "k": k, "replicas": 5, "seed": seed}


def server_cells(arguments):
    for seed in range(1, arguments.seeds + 1):
        for k in arguments.k:
            for base in arguments.bases:
                yield {"nodes": 1000, "k": k, "digit_base": base, "seed": seed}


STUDIES = {"joins": (join_cells, join_rows), "failures": (failure_cells, failure_rows),
           "churn": (churn_cells, churn_rows), "liars": (liars_cells, liars_rows),
           "server": (server_cells, server_rows)}


def read_rows(path):
    if not path.exists():
        return []
    with path.open() as table:
        return list(csv.DictReader(table))


def write_rows(path, study, rows):
    partial = path.with_suffix(".partial")
    with partial.open("w", newline="") as table:
        writer = csv.DictWriter(table, COLUMNS[study], lineterminator="\n",
                                extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    os.replace(partial, path)


def numbers(text):
    return [int(word) for word in text.split(",")]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("study", choices=STUDIES)
    parser.add_argument("--binary", type=Path, default=ROOT / "build/release/callo")
    parser.add_argument("--out", type=Path, default=ROOT / "results/reference/overlay")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--k", type=numbers, default=[1, 2, 3, 4, 5])
    parser.add_argument("--bases", type=numbers, default=[2, 4, 16])
    parser.add_argument("--nodes", type=numbers, default=[1600, 3200])
    parser.add_argument("--shares", type=lambda text: [float(word) for word in text.split(",")],
                        default=[0.05, 0.1, 0.2, 0.3, 0.4, 0.5])
    parser.add_argument("--lifetimes", type=numbers, default=[3600, 1800, 900, 498])
    parser.add_argument("--duration", type=int, default=10000, help="of churn, in s")
    parser.add_argument("--failures", type=float, default=0.0, help="during the joins, a share")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    cells, make_rows = STUDIES[arguments.study]
    path = arguments.out / f"{arguments.study}.csv"
    rows = read_rows(path)
    done = {tuple(row[key] for key in KEYS[arguments.study]) for row in rows}
    for cell in cells(arguments):
        if tuple(str(cell[key]) for key in KEYS[arguments.study]) in done:
            continue
        rows += make_rows(arguments.binary, cell)
        write_rows(path, arguments.study, rows)
        print(", ".join(f"{key} {value}" for key, value in rows[-1].items() if key != "command"),
              flush=True)


if __name__ == "__main__":
    main()
