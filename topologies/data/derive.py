#!/usr/bin/env python3
"""Recomputes what rtt.csv derives: round-trip times of unmeasured pairs, and missing jitter.

    derive.py --check    compares with rtt.csv, exit code 1 on a difference (a test runs this)
    derive.py --write    rewrites the derived figures in place, leaves the measured ones alone

The formulas and their errors are in README.md. Measured figures are the input and never change.
"""

import argparse
import csv
import math
import statistics
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
FIELDS = ["from", "to", "rtt_ms", "rtt_kind", "rtt_source", "samples", "jitter_ms", "jitter_kind"]

EARTH_RADIUS_KM = 6371.0
FIBRE_RTT_MS_PER_KM = 0.010007  # there and back at two thirds of light speed
LAST_MILE_MS = 3.0
DIRECT_COUNTRIES = {"ZA", "BW", "NA", "ZW", "ZM", "MZ", "TZ", "UG", "KE", "RW"}
DIRECT_STRETCH = 1.86
TROMBONE_FACTOR = 1.10
GATEWAY_STRETCH = 1.76
MARSEILLE = (43.2965, 5.3698)
STRETCH_FROM_AFRICA = {"EU": 2.49, "NA": 1.77, "ME": 3.56, "AS": 3.21, "SA": 3.58}
STRETCH_ELSEWHERE = 2.15


def great_circle_km(a, b):
    lat_a, lon_a, lat_b, lon_b = map(math.radians, (*a, *b))
    half = (
        math.sin((lat_b - lat_a) / 2) ** 2
        + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(half))


def fibre_ms(a, b, stretch):
    return LAST_MILE_MS + FIBRE_RTT_MS_PER_KM * great_circle_km(a, b) * stretch


class Cities:
    def __init__(self, rows):
        self.rows = {row["code"]: row for row in rows}

    def position(self, code):
        return float(self.rows[code]["latitude_deg"]), float(self.rows[code]["longitude_deg"])

    def region(self, code):
        """AF, EU, NA, SA, ME or AS."""
        return self.rows[code]["region"].split("-")[0]

    def country(self, code):
        return self.rows[code]["country"]

    def gateway_ms(self, code):
        """Round trip to the best gateway in Western Europe: measured, or estimated."""
        measured = self.rows[code]["gateway_rtt_ms"]
        if measured:
            return float(measured)
        gateways = (self.position("LIS"), MARSEILLE, self.position("LON"))
        return min(fibre_ms(self.position(code), to, GATEWAY_STRETCH) for to in gateways)

    def derived_rtt(self, a, b):
        """(round-trip time in ms, id of the rule)"""
        here, there = self.position(a), self.position(b)
        if self.region(a) == self.region(b) == "AF":
            countries = {self.country(a), self.country(b)}
            if len(countries) == 1 or countries <= DIRECT_COUNTRIES:
                return fibre_ms(here, there, DIRECT_STRETCH), "derived-direct"
            return TROMBONE_FACTOR * (self.gateway_ms(a) + self.gateway_ms(b)), "derived-trombone"
        regions = [self.region(a), self.region(b)]
        if "AF" in regions:
            regions.remove("AF")
            return fibre_ms(here, there, STRETCH_FROM_AFRICA[regions[0]]), "derived-stretch"
        return fibre_ms(here, there, STRETCH_ELSEWHERE), "derived-stretch"

    def jitter_class(self, a, b):
        regions = {self.region(a), self.region(b)}
        if "AF" not in regions:
            return "outside Africa"
        return {frozenset({"AF"}): "within Africa", frozenset({"AF", "EU"}): "Africa-Europe"}.get(
            frozenset(regions), "Africa-elsewhere"
        )


def derived_jitter(cities, pairs):
    """Median jitter of the city-to-city measurements of each class of pairs."""
    classes = {}
    for pair in pairs:
        if pair["rtt_source"] == "wondernetwork2020":
            key = cities.jitter_class(pair["from"], pair["to"])
            classes.setdefault(key, []).append(float(pair["jitter_ms"]))
    return {key: statistics.median(values) for key, values in classes.items()}


def derive(cities, pairs):
    jitter = derived_jitter(cities, pairs)
    result = []
    for pair in pairs:
        pair = dict(pair)
        a, b = pair["from"], pair["to"]
        if pair["rtt_kind"] == "derived":
            rtt_ms, rule = cities.derived_rtt(a, b)
            pair["rtt_ms"], pair["rtt_source"] = f"{rtt_ms:.1f}", rule
        if pair["jitter_kind"] == "derived":
            pair["jitter_ms"] = f"{jitter[cities.jitter_class(a, b)]:.2f}"
        result.append(pair)
    return result


def read(name):
    with open(FOLDER / name, newline="") as file:
        return list(csv.DictReader(file))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    action = parser.add_mutually_exclusive_group(required=True)
    action.add_argument("--check", action="store_true")
    action.add_argument("--write", action="store_true")
    arguments = parser.parse_args()

    pairs = read("rtt.csv")
    derived = derive(Cities(read("cities.csv")), pairs)
    different = [(old, new) for old, new in zip(pairs, derived) if old != new]
    for old, new in different[:10]:
        print(f"{old['from']}-{old['to']}: {list(old.values())[2:]} -> {list(new.values())[2:]}")
    print(f"{len(pairs)} pairs, {len(different)} differ from their derivation")
    if arguments.check:
        return 1 if different else 0
    with open(FOLDER / "rtt.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(derived)
    return 0


if __name__ == "__main__":
    sys.exit(main())
