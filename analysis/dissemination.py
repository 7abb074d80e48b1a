#!/usr/bin/python3
"""Compares the ways in which votes travel: runs scenarios/paper/dissemination.toml for many N.

    analysis/dissemination.py                      # all of it, one run after the other
    analysis/dissemination.py --nodes 16,24        # some sizes of the comparison
    callo plot results/reference/dissemination     # the figure

Writes one row a run to dissemination.csv and what they have in common to manifest.json. Rows that
are there already are kept, so that an interrupted study goes on where it stopped.
"""

import argparse
import csv
import json
import os
import random
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCENARIO = "scenarios/paper/dissemination.toml"
WAYS = ("direct", "flood", "tree", "exchange")
SIZES = (16, 24, 32, 48, 64, 100, 128, 200, 256, 384, 512, 1000, 1024)
ORDERED_SIZES = (256, 1024)
# From here on a proposer that sends its block to everybody itself needs seconds for it.
SLOW_NODES = 1000
CUT_NODES, CUT_SHARE, SILENT_NODES, CUT_SEED = 1024, 0.1, 100, 1
# Sixteen cities and the continent whose shore a frame leaves when it goes to another one.
CITIES = {
    "Abidjan": "Africa", "Cairo": "Africa", "Casablanca": "Africa", "Dakar": "Africa",
    "Johannesburg": "Africa", "Kinshasa": "Africa", "Lagos": "Africa", "Nairobi": "Africa",
    "Frankfurt": "Europe", "London": "Europe", "New York": "North America",
    "Sao Paulo": "South America", "Dubai": "Asia", "Hong Kong": "Asia", "Mumbai": "Asia",
    "Singapore": "Asia",
}
COLUMNS = (
    "study", "way", "nodes", "labels", "exchange_order", "repairs", "heights", "rounds",
    "decision_p50_s", "decision_max_s", "frames_per_height", "vote_frames_per_height",
    "bytes_per_height", "verifications_per_height", "repair_frames_share", "repair_bytes_share",
    "crossings_per_phase", "cpu_s_per_height", "peak_rss_bytes", "digest", "command",
)
STUDIES = ("size", "order", "cuts")
KEY = ("study", "way", "nodes", "labels", "exchange_order", "repairs")


def cities_of(nodes):
    """`nodes` spread evenly, the first cities by name getting what is left over."""
    share, rest = divmod(nodes, len(CITIES))
    counts = {city: share + (place < rest) for place, city in enumerate(sorted(CITIES))}
    return "{" + ", ".join(f'"{city}" = {count}' for city, count in counts.items()) + "}"


def arm(study, way, nodes, labels="latency", order="near_first", repairs=True):
    """One run to be made: the columns that name it, and its scenario with overrides."""
    kind = "complete" if way == "direct" else "hypercube"
    links = "" if way == "direct" else ", extra_links = 1"
    topology = f'{{kind = "{kind}", nodes = {nodes}{links}, labels = "{labels}"}}'
    settings = [f"network.topology={topology}", f"network.cities={cities_of(nodes)}",
                f"consensus.dissemination={way}"]
    if way == "direct" and nodes >= SLOW_NODES:
        settings.append("duration=30s")
    if order != "near_first":
        settings.append(f"consensus.exchange_order={order}")
    if not repairs:
        settings.append("consensus.status_interval=0s")
    is_exchange = way == "exchange"
    named = (study, way, nodes, labels if kind == "hypercube" else "",
             order if is_exchange else "", "yes" if repairs else "no")
    return dict(zip(KEY, map(str, named))), SCENARIO, settings


def broken_arms(folder):
    """A tenth of the links cut and 100 of 1,024 validators silent: a scenario of its own."""
    path = folder / "exchange-with-cuts-1024.toml"
    path.write_text(broken_scenario())
    for repairs in (True, False):
        named, _, _ = arm("cuts", "exchange", CUT_NODES, labels="given", repairs=repairs)
        settings = [] if repairs else ["consensus.status_interval=0s"]
        yield named, os.path.relpath(path, ROOT), settings


def broken_scenario():
    lot = random.Random(CUT_SEED)
    masks = [1 << dimension for dimension in range(CUT_NODES.bit_length() - 1)] + [CUT_NODES - 1]
    links = sorted((a, a ^ mask) for a in range(CUT_NODES) for mask in masks if a < a ^ mask)
    cut = sorted(lot.sample(links, round(CUT_SHARE * len(links))))
    silent = sorted(lot.sample(range(CUT_NODES), SILENT_NODES))
    cities = "".join(f'"{city}" = {CUT_NODES // len(CITIES)}\n' for city in sorted(CITIES))
    return f"""name = "exchange-with-cuts-1024"
description = "{len(cut)} of {len(links)} links are cut and {SILENT_NODES} of {CUT_NODES} validators are silent"
duration = "20s"

[network]
topology = {{ kind = "hypercube", nodes = {CUT_NODES}, extra_links = 1 }}
jitter = "measured"
fidelity = {{ votes = "queue", blocks = "queue", transactions = "queue" }}

[network.cities]
{cities}
[consensus]
dissemination = "exchange"

[workload]
kind = "none"

[[fault]]
kind = "link_down"
links = {json.dumps([f"n{a}-n{b}" for a, b in cut])}

[[traitor]]
nodes = {json.dumps(silent)}
behaviour = "silent"
forwards = false

[expect]
invariants = "all"
"""


def all_arms(options):
    for nodes in options.nodes:
        for way in WAYS:
            yield arm("size", way, nodes)
    if options.nodes != list(SIZES):
        return
    for nodes in ORDERED_SIZES:
        for labels in ("latency", "given", "random"):
            for order in ("near_first", "far_first"):
                yield arm("order", "exchange", nodes, labels=labels, order=order)
    yield from broken_arms(options.out)


def crossings_per_phase(folder, nodes):
    """Bundles that leave a continent while all nodes exchange once; only for N = 2^n."""
    if nodes & (nodes - 1):
        return ""
    with open(folder / "nodes.csv", encoding="utf-8") as file:
        home = {int(row["label"]): CITIES[row["city"]] for row in csv.DictReader(file)}
    dimensions = [1 << dimension for dimension in range(nodes.bit_length() - 1)]
    return sum(home[label] != home[label ^ bit] for label in home for bit in dimensions)


def run(options, named, scenario, settings):
    """The finished row; a run in which a claim broke ends the study."""
    words = ["run", scenario, "--engine", "standalone"]
    for setting in settings:
        words += ["--set", setting]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "result"
        command = [options.callo, *words, "--quiet", "--out", str(folder)]
        # The scenario's own assertions are for its own size; its claims are for every size.
        if subprocess.run(command, cwd=ROOT, check=False).returncode not in (0, 1):
            raise SystemExit(f"failed: {shlex.join(command)}")
        summary = json.loads((folder / "summary.json").read_text())
        if summary["violations"]:
            raise SystemExit(f"a claim broke: {shlex.join(command)}")
        manifest = json.loads((folder / "manifest.json").read_text())
        crossings = ""
        if named["way"] == "exchange":
            crossings = crossings_per_phase(folder, int(named["nodes"]))
    row = {**named, **figures_of(summary), "crossings_per_phase": crossings}
    row["command"] = shlex.join(["./callo", *words])
    return row, manifest


def figures_of(summary):
    heights = summary["commits"]
    kinds = summary["message_kinds"]
    votes = sum(kinds[kind]["frames_sent"] for kind in ("prevote", "precommit", "vote_bundle"))
    costs = summary["volatile"]
    per_height = {key: "" if value is None else round(value)
                  for key, value in summary["per_height"].items()}
    return {
        "heights": heights,
        "rounds": summary["rounds"],
        "decision_p50_s": summary["decision_s"]["p50"],
        "decision_max_s": summary["decision_s"]["max"],
        "frames_per_height": per_height["frames"],
        "vote_frames_per_height": round(votes / heights) if heights else "",
        "bytes_per_height": per_height["bytes"],
        "verifications_per_height": per_height["verifications"],
        "repair_frames_share": summary["repair"]["frames_share"],
        "repair_bytes_share": summary["repair"]["bytes_share"],
        "cpu_s_per_height": round(costs["cpu_seconds"] / heights, 4) if heights else "",
        "peak_rss_bytes": costs["peak_rss_bytes"],
        "digest": summary["digest"],
    }


def read_rows(path):
    if not path.exists():
        return []
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def place(row):
    """Where a row stands in the table, whenever it was made."""
    return (STUDIES.index(row["study"]), int(row["nodes"]), WAYS.index(row["way"]))


def write(folder, rows, manifest):
    with open(folder / "dissemination.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=place))
    kept = ("seed", "engine", "version", "commit", "compiler", "build_type", "libraries")
    common = {"name": "dissemination", **{key: manifest[key] for key in kept if key in manifest}}
    common["scenario"] = manifest["scenario"]
    (folder / "manifest.json").write_text(json.dumps(common, indent=2) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nodes", type=lambda text: [int(word) for word in text.split(",")],
                        default=list(SIZES), metavar="N,N…", help="sizes to compare")
    parser.add_argument("--out", type=Path, default=ROOT / "results/reference/dissemination")
    parser.add_argument("--callo", default=str(ROOT / "callo"), help="the program that is run")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    rows = read_rows(options.out / "dissemination.csv")
    done = {tuple(row[column] for column in KEY) for row in rows}
    for named, scenario, settings in all_arms(options):
        if tuple(named.values()) in done:
            continue
        print(" ".join(named.values()), flush=True)
        row, manifest = run(options, named, scenario, settings)
        rows.append(row)
        write(options.out, rows, manifest)
    return 0


if __name__ == "__main__":
    sys.exit(main())
