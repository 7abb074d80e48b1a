"""Dates of a calm run, to the nanosecond, against a computation of its own.

Without jitter, loss, repair and processor time every date of a height follows from one-way latencies
alone. With d the latencies, l the proposer, Q the least instant at which more than two thirds of the
power have been heard, the own vote among it, E_k the instant at which k enters the height:

    A_j = max(E_j, E_l + d_lj)            j has the block, and prevotes
    P_i = max(A_i, Q_j(A_j + d_ji))       i sees +2/3 prevotes, and precommits
    C_k = max(A_k, Q_i(P_i + d_ik))       k sees +2/3 precommits, and commits
    E_k = C_k + timeout_commit            of the next height

On a flooded overlay d is the delay of the shortest path. Nothing here is the simulator's: the table
of latencies is parsed again, the arithmetic is written again, whose turn it is as well.
"""

import csv
import os
import subprocess
import tempfile
import unittest
from fractions import Fraction
from pathlib import Path

BINARY = Path(os.environ["CALLO_BINARY"])
DATA = Path(__file__).resolve().parents[2] / "topologies" / "data"

NANOSECONDS = 1_000_000_000
WITHIN_CITY_NS = 500_000
LAST_MILE_NS = 500_000
TIMEOUT_COMMIT_NS = 600_000_000
HEIGHTS_MIN = 6

SCENARIO = """name = "calm"
duration = "{seconds}s"
crypto = "modelled"
[network]
topology = {topology}
cities = {{ {cities} }}
last_mile = "500us"
bandwidth = "1000000Gbps"
jitter = "0s"
loss = 0.0
fidelity = {{ votes = "latency", blocks = "latency", transactions = "latency" }}
[consensus]
dissemination = "{dissemination}"
timeout_commit = "600ms"
status_interval = "60m"
{consensus}
[processor]
signature = "0s"
verification = "0s"
hash_kib = "0s"
[storage]
sync = "0s"
[workload]
kind = "none"
{validators}
"""

VALIDATOR = """[[validator_changes]]
node = {node}
power = {power}
"""


def read_csv(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def nanoseconds(text):
    value = Fraction(text) * NANOSECONDS
    assert value.denominator == 1, text
    return int(value)


def one_way_latencies():
    """By the names of two cities, half the round trip."""
    names = {row["code"]: row["name"] for row in read_csv(DATA / "cities.csv")}
    latencies = {(name, name): WITHIN_CITY_NS for name in names.values()}
    for row in read_csv(DATA / "rtt.csv"):
        half = nanoseconds(Fraction(row["rtt_ms"]) / 1000) // 2
        latencies[names[row["from"]], names[row["to"]]] = half
        latencies[names[row["to"]], names[row["from"]]] = half
    return latencies


def delays(rows, is_flooded):
    """Of all pairs over the links that nodes.csv lists: where messages are passed on, of the shortest
    path (Floyd and Warshall)."""
    latencies = one_way_latencies()
    count = len(rows)
    far = 10**18
    delay = [[0 if a == b else far for b in range(count)] for a in range(count)]
    for row in rows:
        a = int(row["node"])
        for b in map(int, row["neighbours"].split()):
            delay[a][b] = latencies[row["city"], rows[b]["city"]] + 2 * LAST_MILE_NS
    for via in range(count if is_flooded else 0):
        for a in range(count):
            for b in range(count):
                delay[a][b] = min(delay[a][b], delay[a][via] + delay[via][b])
    return delay


def quorum_instant(arrivals, powers):
    """When more than two thirds of the power have been heard."""
    heard = 0
    for instant, voter in sorted(zip(arrivals, range(len(powers)))):
        heard += powers[voter]
        if 3 * heard > 2 * sum(powers):
            return instant
    raise AssertionError("no quorum")


class Turns:
    """CometBFT's weighted round robin, by its specification (proposer-selection.md)."""

    def __init__(self, powers):
        self.powers = powers
        self.priorities = [0] * len(powers)

    def next(self):
        total = sum(self.powers)
        spread = max(self.priorities) - min(self.priorities)
        if spread > 2 * total:
            ratio = -(-spread // (2 * total))
            self.priorities = [abs(p) // ratio * (1 if p >= 0 else -1) for p in self.priorities]
        average = sum(self.priorities) // len(self.priorities)
        self.priorities = [p - average + power for p, power in zip(self.priorities, self.powers)]
        chosen = self.priorities.index(max(self.priorities))
        self.priorities[chosen] -= total
        return chosen


def expected_heights(delay, powers, horizon_ns):
    """(proposer, proposed, first commit, commit of the majority) of every height, all in ns."""
    count = len(powers)
    nodes = range(count)
    entered = [0] * count
    turns = Turns(powers)
    heights = []
    while True:
        leader = turns.next()
        accepted = [max(entered[j], entered[leader] + delay[leader][j]) for j in nodes]
        locked = [max(accepted[i], quorum_instant([accepted[j] + delay[j][i] for j in nodes],
                                                  powers)) for i in nodes]
        committed = [max(accepted[k], quorum_instant([locked[i] + delay[i][k] for i in nodes],
                                                     powers)) for k in nodes]
        if sorted(committed)[count // 2] > horizon_ns:
            return heights
        heights.append((leader, entered[leader], min(committed), sorted(committed)[count // 2]))
        entered = [instant + TIMEOUT_COMMIT_NS for instant in committed]


def found_heights(folder):
    return [(int(row["proposer"]), nanoseconds(row["proposed_at_s"]),
             nanoseconds(row["first_commit_at_s"]), nanoseconds(row["committed_at_s"]))
            for row in read_csv(folder / "blocks.csv") if row["committed_at_s"]]


AFRICA = {"Lagos": 1, "Accra": 1, "Nairobi": 1, "Johannesburg": 1, "Cairo": 1, "Abidjan": 1,
          "Dakar": 1}
TWO_SIDES = {"Lagos": 2, "London": 2, "Nairobi": 1, "Frankfurt": 1, "Johannesburg": 3}
WORLD = {"Lagos": 1, "London": 1, "New York": 1, "Singapore": 1, "Nairobi": 2, "Dubai": 1,
         "Sao Paulo": 1, "Cairo": 2}
OCEANS = {"New York": 2, "Lisbon": 1, "Casablanca": 1, "Dakar": 2, "Luanda": 1, "Sao Paulo": 2,
          "Cape Town": 1, "Port Louis": 1, "Mumbai": 1, "Singapore": 1}


class ZeroJitter(unittest.TestCase):
    maxDiff = None

    def check(self, cities, topology, dissemination, powers=None, consensus="", seconds=12):
        nodes = sum(cities.values())
        with tempfile.TemporaryDirectory() as folder:
            scenario = Path(folder) / "calm.toml"
            listed = ", ".join(f'"{city}" = {count}' for city, count in cities.items())
            scenario.write_text(SCENARIO.format(
                topology=topology.format(nodes=nodes), cities=listed, seconds=seconds,
                dissemination=dissemination, consensus=consensus,
                validators="".join(VALIDATOR.format(node=node, power=power)
                                   for node, power in enumerate(powers or []))))
            results = Path(folder) / "results"
            subprocess.run([str(BINARY), "run", str(scenario), "--quiet", "--engine", "standalone",
                            "--out", str(results)], check=True, capture_output=True)
            rows = read_csv(results / "nodes.csv")
            found = found_heights(results)
        expected = expected_heights(delays(rows, dissemination == "flood"),
                                    powers or [1] * nodes, seconds * NANOSECONDS)
        self.assertGreaterEqual(len(expected), HEIGHTS_MIN)
        self.assertEqual(found, expected)

    def test_direct_africa(self):
        self.check(AFRICA, '{{ kind = "complete", nodes = {nodes} }}', "direct")

    def test_direct_two_sides(self):
        self.check(TWO_SIDES, '{{ kind = "complete", nodes = {nodes} }}', "direct")

    def test_direct_world(self):
        self.check(WORLD, '{{ kind = "complete", nodes = {nodes} }}', "direct")

    def test_direct_oceans(self):
        self.check(OCEANS, '{{ kind = "complete", nodes = {nodes} }}', "direct")

    def test_direct_oceans_with_unequal_powers(self):
        powers = [1, 9, 2, 7, 3, 1, 12, 1, 5, 4, 1, 2, 6]
        self.check(OCEANS, '{{ kind = "complete", nodes = {nodes} }}', "direct", powers=powers,
                   seconds=20)

    def test_direct_africa_where_one_bank_has_two_thirds(self):
        # Never more than two thirds alone: it waits for one other vote, whoever's comes first.
        self.check(AFRICA, '{{ kind = "complete", nodes = {nodes} }}', "direct",
                   powers=[1, 1, 12, 1, 1, 1, 1], seconds=20)

    def test_flooded_cube_with_unequal_powers(self):
        self.check(WORLD, '{{ kind = "hypercube", nodes = {nodes} }}', "flood",
                   powers=[5, 1, 3, 1, 8, 1, 2, 1, 1, 4], seconds=20)

    def test_flooded_cube_africa(self):
        self.check(AFRICA, '{{ kind = "hypercube", nodes = {nodes} }}', "flood")

    def test_flooded_cube_world(self):
        self.check(WORLD, '{{ kind = "hypercube", nodes = {nodes} }}', "flood")


if __name__ == "__main__":
    unittest.main(verbosity=2)
