"""A scratch copy of the tree in which mutants are built, explored and replayed."""
import json
import pathlib
import resource
import shutil
import subprocess
import sys

import patches

TREE = patches.FOLDER.parent.parent
LEFT_OUT = {"build", ".git"}
REPLAY_SECONDS_MAX = 60


class BuildFailed(Exception):
    pass


def run(command, **options):
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, **options)


def children_cpu_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class Workshop:
    """One copy and one build folder: a mutant costs what its few files take to compile. The build folder stands where
    the tree itself would have it, so that a compiler cache which knows the tree may know the copy."""

    def __init__(self, folder: pathlib.Path, jobs: int):
        self.tree = folder / "tree"
        self.build = self.tree / "build/release"
        self.jobs = str(jobs)
        self.tree.mkdir(parents=True, exist_ok=True)
        self.bring_up_to_date()

    def bring_up_to_date(self):
        """Files that are as in the tree keep their dates, so that nothing is built for their sake."""
        wanted = set()
        for source in self.sources():
            target = self.tree / source.relative_to(TREE)
            wanted.add(target)
            if not target.exists() or target.read_bytes() != source.read_bytes():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)
        for target in self.tree.rglob("*"):
            if target.is_file() and target not in wanted and self.tree / "build" not in target.parents:
                target.unlink()

    @staticmethod
    def sources():
        for path in sorted(TREE.iterdir()):
            if path.is_file() and path.name not in LEFT_OUT:
                yield path
            elif path.name in ("protocol", "sim", "topologies", "scenarios", "tests", ".ci"):
                yield from (file for file in sorted(path.rglob("*"))
                            if file.is_file() and "__pycache__" not in file.parts)

    def configure(self):
        # Compiled as the tree itself, several files at a time, so that a compiler cache may know them.
        done = run(["cmake", "--preset", "release", "-DCALLO_TESTS=OFF", "-DCALLO_BENCH=OFF"], cwd=self.tree)
        if done.returncode != 0:
            sys.exit(done.stderr)
        self.compile()

    def compile(self):
        done = run(["ninja", "-C", self.build, "-j", self.jobs, "callo"])
        if done.returncode != 0:
            raise BuildFailed(done.stdout[-2000:])

    def put(self, mutant: patches.Mutant):
        for file, text in patches.mutated(mutant, TREE).items():
            (self.tree / file).write_text(text, encoding="utf-8")

    def restore(self, mutant: patches.Mutant):
        for file in mutant.hunks:
            shutil.copyfile(TREE / file, self.tree / file)

    def explore(self, scenario, arm, first, last, out, *options) -> dict:
        """The report of one arm until its first failing seed."""
        shutil.rmtree(out, ignore_errors=True)
        done = run([self.build / "callo", "explore", scenario, "--arm", arm, "--seeds", f"{first}..{last}", "--first",
                    "-j", self.jobs, "--quiet", "--out", out, *options], cwd=self.tree)
        report = out / "explore.json"
        if not report.exists():
            raise RuntimeError(done.stdout[-1000:] + done.stderr[-1000:])
        return json.loads(report.read_text(encoding="utf-8"))["arms"][0]

    def replays(self, failure, kind) -> bool:
        """In a process of its own: it fails the same way, with the digest that the file states. A run that dies or
        never ends has no digest: it must do so again."""
        try:
            done = run([self.build / "callo", "replay", failure], cwd=self.tree, timeout=REPLAY_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            return kind == "time-out"
        if kind in ("crash", "time-out"):
            return done.returncode not in (0, 1, 2)
        return done.returncode == 1 and "the digest is the recorded one" in done.stdout
