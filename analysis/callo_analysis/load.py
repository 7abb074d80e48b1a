"""A result folder in memory. The columns are documented in sim/trace/README.md."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy
import pandas

from callo_analysis import targets

# What the figures need of each table; more columns may be there.
COLUMNS = {
    "blocks": ["height", "round", "first_commit_at_s", "committed_at_s", "transactions"],
    "transactions": ["scheduled_at_s", "committed_at_s"],
    "nodes": ["node", "city", "label", "neighbours", "traitor", "crashes"],
    "faults": ["id", "kind", "target", "at_s", "until_s", "fired"],
    "evidence": ["culprit", "found_at_s"],
}
TEXT_COLUMNS = {"id", "payer", "payee", "currency", "name", "city", "neighbours", "traitor", "kind"}
TEXT_COLUMNS |= {"target", "detail", "block_hash"}


class ResultError(Exception):
    """What is wrong with a result folder, for a person."""


@dataclass(frozen=True)
class Fault:
    """A window of time in which something was wrong; a traitor's deeds are one too."""

    name: str
    kind: str
    target: str  # for people
    start_s: float
    end_s: float
    fired: int
    links: tuple = ()  # (side, side): which links it is about, see callo_analysis/targets.py

    @property
    def is_traitor(self):
        return self.kind.startswith("traitor")


@dataclass(frozen=True)
class Run:
    folder: Path
    manifest: dict
    summary: dict
    blocks: pandas.DataFrame
    transactions: pandas.DataFrame
    nodes: pandas.DataFrame
    faults: list
    evidence: pandas.DataFrame

    @property
    def name(self):
        return self.manifest.get("name") or self.folder.resolve().parent.name

    @property
    def seed(self):
        return self.manifest["seed"]

    @property
    def duration_s(self):
        return float(self.summary["sim_seconds"])

    @property
    def is_interrupted(self):
        return bool(self.summary.get("interrupted") or self.manifest.get("interrupted"))

    def culprits(self):
        """Node numbers that evidence names."""
        return sorted(set(self.evidence["culprit"].astype(int)))


def _read_json(path):
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ResultError(f"{path}: {error.strerror}") from error
    except ValueError as error:
        raise ResultError(f"{path}: not JSON: {error}") from error
    if not isinstance(value, dict):
        raise ResultError(f"{path}: not a JSON object")
    return value


def _read_table(folder, table):
    path = folder / f"{table}.csv"
    try:
        with open(path, encoding="utf-8") as file:
            header = file.readline().strip().split(",")
        types = {column: str for column in header if column in TEXT_COLUMNS}
        frame = pandas.read_csv(path, dtype=types, na_values=[""], keep_default_na=False)
    except OSError as error:
        raise ResultError(f"{path}: {error.strerror}") from error
    except ValueError as error:
        raise ResultError(f"{path}: {error}") from error
    missing = [column for column in COLUMNS[table] if column not in frame.columns]
    if missing:
        raise ResultError(f"{path}: no column {', '.join(missing)}")
    for column in set(frame.columns) & TEXT_COLUMNS:
        frame[column] = frame[column].fillna("")
    for column in frame.columns:
        if column.endswith("_s"):
            frame[column] = pandas.to_numeric(frame[column], errors="coerce")
    return frame


def _faults(frame, duration_s, scenario, cities):
    specs = {spec.get("id"): spec for spec in scenario.get("fault", []) if isinstance(spec, dict)}
    faults = []
    for number, row in enumerate(frame.itertuples(index=False)):
        end_s = float(row.until_s) if numpy.isfinite(row.until_s) else duration_s
        name = row.id or f"{row.kind} {number}"
        spec = specs.get(row.id, {})
        target = targets.describe(spec) or targets.describe_text(row.target, cities)
        links = targets.links_of_spec(row.kind, spec) or targets.links_of_text(row.target, cities)
        start_s = float(row.at_s) if numpy.isfinite(row.at_s) else 0.0
        end_s = min(end_s, duration_s)
        faults.append(Fault(name, row.kind, target, start_s, end_s, int(row.fired), links))
    return faults


def load_run(folder):
    folder = Path(folder)
    summary = _read_json(folder / "summary.json")
    manifest = _read_json(folder / "manifest.json")
    for key, where, path in (
        ("sim_seconds", summary, "summary.json"),
        ("seed", manifest, "manifest.json"),
    ):
        if key not in where:
            raise ResultError(f"{folder / path}: no key '{key}'")
    scenario = manifest.get("scenario")
    nodes = _read_table(folder, "nodes").sort_values("node", ignore_index=True)
    return Run(
        folder=folder,
        manifest=manifest,
        summary=summary,
        blocks=_read_table(folder, "blocks").sort_values("height", ignore_index=True),
        transactions=_read_table(folder, "transactions"),
        nodes=nodes,
        faults=_faults(
            _read_table(folder, "faults"),
            float(summary["sim_seconds"]),
            scenario if isinstance(scenario, dict) else {},
            sorted(set(nodes["city"])),
        ),
        evidence=_read_table(folder, "evidence"),
    )


@dataclass(frozen=True)
class Study:
    """Many runs of one scenario, a row each in one table."""

    folder: Path
    manifest: dict
    rows: pandas.DataFrame

    @property
    def name(self):
        return self.manifest["name"]


def load_study(folder, kind, columns):
    """None when the folder holds no study of this kind."""
    path = Path(folder) / f"{kind}.csv"
    if not path.is_file():
        return None
    manifest = _read_json(Path(folder) / "manifest.json")
    try:
        rows = pandas.read_csv(path)
    except ValueError as error:
        raise ResultError(f"{path}: {error}") from error
    missing = [column for column in columns if column not in rows.columns]
    if missing:
        raise ResultError(f"{path}: no column {', '.join(missing)}")
    for key in ("name", "seed", "engine"):
        if key not in manifest:
            raise ResultError(f"{path.parent / 'manifest.json'}: no key '{key}'")
    return Study(Path(folder), manifest, rows)


def find_runs(path):
    """The result folders at or right below `path`, in the order of their seeds."""
    path = Path(path)
    if (path / "manifest.json").is_file():
        return [path]
    if not path.is_dir():
        raise ResultError(f"{path}: no such folder")

    def seed_of(folder):
        number = folder.name.rpartition("-")[2]
        return (int(number) if number.isdigit() else -1, folder.name)

    runs = sorted((p.parent for p in path.glob("*/manifest.json")), key=seed_of)
    if not runs:
        raise ResultError(f"{path}: neither a result folder nor a folder of such")
    return runs
