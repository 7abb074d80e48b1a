#!/usr/bin/env python3
"""One scenario, one seed, one digest: whoever compiled the program and however it is run.

Builds what runs scenarios again with other compilers and optimisation levels and runs the quickstart
and what it has none of with each; the quickstart also with and without address space randomisation,
with the C library's variants for newer processors switched off, with memos off, and stand-alone
against SimGrid. What this machine refuses is said loudly and counts as skipped (exit code 77 when
nothing else is left), never as passed.
"""

import argparse
import concurrent.futures
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SCENARIO = "scenarios/quickstart/pan-african.toml"
# What the quickstart has none of, for the builds, the first of which asserts what the library is asked for.
MORE_SCENARIOS = ("scenarios/byzantine/light-lunatic.toml", "scenarios/overlay/notified-of-nobody.toml")
NO_FUSED_MULTIPLY = "glibc.cpu.hwcaps=-FMA,-AVX2_Usable,-AVX2,-FMA4"


def digest_of(binary, source, prefix=(), options=(), environment=None, scenario=SCENARIO):
    """The digest of one run."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "result"
        command = [*prefix, str(binary), "run", scenario, "--quiet", "--out", str(out), *options]
        done = subprocess.run(command, cwd=source, capture_output=True, text=True,
                              env={**os.environ, **(environment or {})})
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(command)}\nexit {done.returncode}\n{done.stdout}{done.stderr}")
        summary = json.loads((out / "summary.json").read_text())
        return summary["digest"]


def build(source, folder, compiler, optimisation):
    """A program that runs a scenario and prints its digest. Each folder is compiled as one file, and warnings and
    debug information, which the first build sees to, are left out: headers and the latter cost more than the code."""
    configure = ["cmake", "-S", str(source), "-B", str(folder), "-G", "Ninja",
                 "-DCMAKE_BUILD_TYPE=Bare", f"-DCMAKE_CXX_FLAGS={optimisation} -w",
                 f"-DCMAKE_CXX_COMPILER={compiler}", "-DCALLO_TESTS=OFF", "-DCALLO_BENCH=OFF", "-DCALLO_DIGEST=ON",
                 "-DCMAKE_UNITY_BUILD=ON", "-DCMAKE_UNITY_BUILD_BATCH_SIZE=0"]
    jobs = str(len(os.sched_getaffinity(0)))
    for command in (configure, ["ninja", "-C", str(folder), "-j", jobs, "digest_of"]):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(command)}\n{done.stdout[-4000:]}{done.stderr[-4000:]}")
    return folder / "digest_of"


def works(command):
    return shutil.which(command[0]) and subprocess.run(command, capture_output=True).returncode == 0


class Matrix:
    def __init__(self, expected):
        self.expected = expected
        self.differing = []
        self.skipped = []

    def compare(self, name, digest, expected=None):
        same = digest == (expected or self.expected)
        print(f"{'same  ' if same else 'DIFFERS'} {digest}  {name}", flush=True)
        if not same:
            self.differing.append(name)

    def skip(self, name, why):
        print(f"SKIPPED, NOT TESTED: {name}: {why}", flush=True)
        self.skipped.append(name)


def compare_ways_to_run(matrix, binary, source):
    matrix.compare("run again", digest_of(binary, source))
    randomised = Path("/proc/sys/kernel/randomize_va_space")
    if not randomised.exists() or randomised.read_text().strip() == "0":
        matrix.skip("address space randomisation on", "this kernel does not randomise")
    fixed = ["setarch", "-R"]
    if works([*fixed, "true"]):
        matrix.compare("address space not randomised", digest_of(binary, source, prefix=fixed))
    else:
        matrix.skip("address space not randomised", "setarch -R is refused here")
    matrix.compare("libm without FMA and AVX2",
                   digest_of(binary, source, environment={"GLIBC_TUNABLES": NO_FUSED_MULTIPLY}))
    matrix.compare("memos of decoding and verification off",
                   digest_of(binary, source, options=["--no-memos"]))
    latency = ["--set", 'network.fidelity.blocks="latency"']
    inside = digest_of(binary, source, options=latency)
    matrix.compare("stand-alone against SimGrid, at fidelity latency",
                   digest_of(binary, source, options=[*latency, "--engine", "standalone"]), inside)


def compare_builds(matrix, binary, source, folder):
    expected = {SCENARIO: matrix.expected,
                **{scenario: digest_of(binary, source, scenario=scenario) for scenario in MORE_SCENARIOS}}
    legs = [("g++ -O0", "g++", "-O0"), ("clang++ -O2", "clang++-14", "-O2")]
    for name, compiler, _ in legs:
        if not works([compiler, "--version"]):
            matrix.skip(name, f"{compiler} is not installed")
    legs = [leg for leg in legs if works([leg[1], "--version"])]
    # Side by side: the last large files of one leave no processor idle.
    with concurrent.futures.ThreadPoolExecutor() as pool:
        binaries = list(pool.map(
            lambda leg: build(source, folder / leg[0].replace("+", "p").replace(" ", ""), *leg[1:]), legs))
    for (name, _, _), built in zip(legs, binaries):
        for scenario, digest in expected.items():
            done = subprocess.run([str(built), scenario], cwd=source, capture_output=True, text=True)
            if done.returncode != 0:
                raise RuntimeError(f"{name}: {scenario}: exit {done.returncode}\n{done.stderr[-4000:]}")
            matrix.compare(f"{name}: {Path(scenario).stem}", done.stdout.strip(), digest)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", type=Path, required=True, help="the Release build by g++")
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--builds", type=Path, required=True, help="where the other builds go")
    arguments = parser.parse_args()
    expected = digest_of(arguments.binary, arguments.source)
    print(f"       {expected}  {arguments.binary}", flush=True)
    matrix = Matrix(expected)
    compare_ways_to_run(matrix, arguments.binary, arguments.source)
    compare_builds(matrix, arguments.binary, arguments.source, arguments.builds)
    if matrix.differing:
        sys.exit(f"the digest depends on: {'; '.join(matrix.differing)}")
    print(f"{len(matrix.skipped)} skipped")


if __name__ == "__main__":
    main()
