"""The ways to look for a mutant: arms of `callo explore`, and the scenarios that were written by hand."""
import dataclasses
import shutil

from workshop import Workshop, children_cpu_seconds

TEMPLATE = "scenarios/explore/small-banks.toml"
# Seeds are explored in stretches, so that a budget of processor time can end a search between two of them.
STRETCHES = (20, 80, 150, 250, 500, 1_000, 1_000, 2_000, 2_000, 3_000)
# Written by hand, each for one fault or behaviour that has to be survived, then those beyond what is tolerated, which say
# what is expected to break: anything but progress, since exploring forgives a stall that nobody could have ended. Those that
# need SimGrid or take long are left out. By arm: folders, and the longest.
WRITTEN_BY_HAND = {
    "directed": (("regression", "faults", "byzantine", "adversary", "validators"), 45),
    "overlay": (("overlay",), 220),  # without consensus: less is said in a second
}


@dataclasses.dataclass
class Search:
    seeds: int = 0  # explored
    found_after: int | None = None
    signature: dict | None = None
    file: str = ""  # what shrinking left, kept in the folder of findings
    cpu_seconds: float = 0.0


def scenarios_by_hand(tree, arm) -> list[str]:
    tolerated, beyond = [], []
    folders, seconds_max = WRITTEN_BY_HAND[arm]
    for folder in folders:
        for path in sorted((tree / "scenarios" / folder).glob("*.toml")):
            lines = path.read_text(encoding="utf-8").splitlines()
            seconds = [line.split('"')[1] for line in lines if line.startswith("duration")]
            is_short = all(text.endswith("ms") or float(text.rstrip("s")) <= seconds_max for text in seconds)
            is_beyond = any(line.startswith("violation") for line in lines)
            if is_short and 'violation = "liveness"' not in lines:
                (beyond if is_beyond else tolerated).append(f"scenarios/{folder}/{path.name}")
    return tolerated + beyond


def first_seed(scenario) -> int:
    """Its own: what was found under one seed is there under no other."""
    lines = scenario.read_text(encoding="utf-8").splitlines()
    seeds = [line.split('"')[1] for line in lines if line.startswith("seeds")]
    return int(seeds[0].split("..")[0]) if seeds else 1


class Searcher:
    def __init__(self, workshop: Workshop, seeds: int, cpu_seconds: float, run_seconds: int, shrink_runs: int,
                 out, findings):
        self.workshop = workshop
        self.seeds = seeds
        self.cpu_seconds = cpu_seconds
        self.options = ("--run-seconds", run_seconds, "--shrink-runs", shrink_runs)
        self.out = out
        self.findings = findings  # where failure files are kept

    def search(self, mutant: str, arm: str, shrinks: bool) -> Search:
        search = Search()
        before = children_cpu_seconds()
        for scenario, explored_as, first, last in self.stretches(arm):
            options = self.options if shrinks else (*self.options, "--no-shrink")
            report = self.workshop.explore(scenario, explored_as, first, last, self.out, *options)
            search.cpu_seconds = children_cpu_seconds() - before
            if report["seeds_to_first_failure"] is not None:
                search.found_after = search.seeds + report["seeds_to_first_failure"]
                search.seeds = search.found_after
                search.signature = report["signatures"][0]
                search.file = self.keep(mutant, arm, search.signature) if "file" in search.signature else ""
                return search
            search.seeds += report["runs"]
            if search.cpu_seconds > self.cpu_seconds:
                break
        return search

    def stretches(self, arm):
        if arm in WRITTEN_BY_HAND:
            for scenario in scenarios_by_hand(self.workshop.tree, arm)[:self.seeds]:
                seed = first_seed(self.workshop.tree / scenario)
                yield scenario, "fixed", seed, seed
            return
        first = 1
        for length in STRETCHES:
            last = min(first + length - 1, self.seeds)
            if first <= last:
                yield TEMPLATE, arm, first, last
            first = last + 1

    def keep(self, mutant: str, arm: str, signature: dict) -> str:
        file = self.findings / f"{mutant}-{arm}/failure.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.workshop.tree / signature["file"], file)
        return str(file)
