"""The command line from outside: exit codes, messages, and what is left in the folders."""

import json
import os
import signal
import subprocess
import tempfile
import unittest
from pathlib import Path

BINARY = Path(os.environ["CALLO_BINARY"])

SMALL = """name = "small"
seeds = "1..3"
duration = "5s"
crypto = "modelled"
[network]
topology = { kind = "hypercube", nodes = 4, extra_links = 0, placement = "none" }
fidelity = { votes = "latency", blocks = "latency" }
[workload]
rate = "5/s"
[expect]
invariants = "all"
assert = ["commits >= 2"]
"""

TEN_MISTAKES = """name = "ten-mistakes"
seeds = "5..1"
duration = "sixty"
cryptography = "ed25519"
[network]
topology = { kind = "hypercub", nodes = 16, extra_link = 1 }
bandwidth = "50Mbqs"
loss = 1.5
[consensus]
engine = "nakomoto"
timeout_propose = 3
[workload]
rate = "50"
[[fault]]
kind = "crash"
nodes = [99]
at = "1s"
"""


class CommandLine(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.here = Path(self.folder.name)

    def scenario(self, text, name=None):
        name = name or text.split('"')[1]
        path = self.here / f"{name}.toml"
        path.write_text(text)
        return path.name

    def callo(self, *arguments, **options):
        return subprocess.run([str(BINARY), *arguments], cwd=self.here, capture_output=True,
                              text=True, **options)

    def test_a_run_that_holds_exits_0_and_leaves_a_whole_folder(self):
        done = self.callo("run", self.scenario(SMALL), "--out", "out")
        self.assertEqual(done.returncode, 0, done.stderr)
        names = {path.name for path in (self.here / "out").iterdir()}
        self.assertLessEqual({"manifest.json", "summary.json", "blocks.csv", "transactions.csv",
                              "nodes.csv", "faults.csv", "evidence.csv"}, names)
        summary = json.loads((self.here / "out" / "summary.json").read_text())
        self.assertGreaterEqual(summary["commits"], 2)
        self.assertIn("--seed 1", done.stdout.splitlines()[1])
        self.assertIn("--seed 1", done.stdout.splitlines()[-1])

    def test_equal_runs_leave_equal_files_but_for_what_is_volatile(self):
        scenario = self.scenario(SMALL)
        texts = []
        for out in ("a", "b"):
            self.assertEqual(self.callo("run", scenario, "--out", out).returncode, 0)
            folder = self.here / out
            manifest = json.loads((folder / "manifest.json").read_text())
            manifest.pop("volatile")
            tables = [(folder / name).read_text() for name in ("blocks.csv", "transactions.csv",
                                                               "nodes.csv")]
            texts.append((json.dumps(manifest), tables))
        self.assertEqual(texts[0], texts[1])

    def test_a_failed_expectation_exits_1(self):
        text = SMALL.replace("commits >= 2", "commits >= 2000")
        done = self.callo("run", self.scenario(text), "--out", "out")
        self.assertEqual(done.returncode, 1)
        self.assertIn("commits >= 2000", done.stdout)

    def test_ten_mistakes_are_ten_errors_with_positions_and_nothing_is_written(self):
        done = self.callo("run", self.scenario(TEN_MISTAKES))
        self.assertEqual(done.returncode, 2)
        errors = [line for line in done.stderr.splitlines()
                  if line.startswith("ten-mistakes.toml:") and line.split(":")[1].isdigit()]
        self.assertGreaterEqual(len(errors), 10, done.stderr)
        self.assertEqual(done.stderr.count("^"), len(errors), done.stderr)
        self.assertIn("hypercube", done.stderr)  # what was meant
        self.assertEqual([path.name for path in self.here.iterdir()], ["ten-mistakes.toml"])

    def test_a_syntax_error_and_a_missing_file_exit_2_in_a_line(self):
        done = self.callo("run", self.scenario('name = "broken"\nseeds = [', "broken"))
        self.assertEqual(done.returncode, 2)
        self.assertIn("broken.toml:", done.stderr)
        done = self.callo("run", "nowhere.toml")
        self.assertEqual(done.returncode, 2)
        self.assertIn("nowhere.toml", done.stderr)

    def test_unknown_commands_and_options_exit_2(self):
        self.assertEqual(self.callo("rum").returncode, 2)
        self.assertEqual(self.callo("run", "--sed", "1", self.scenario(SMALL)).returncode, 2)

    def test_a_folder_with_something_else_in_it_is_left_alone(self):
        out = self.here / "out"
        out.mkdir()
        (out / "thesis.txt").write_text("mine")
        done = self.callo("run", self.scenario(SMALL), "--out", "out")
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        self.assertEqual([path.name for path in out.iterdir()], ["thesis.txt"])
        self.assertEqual(self.callo("run", "small.toml", "--out", "out", "--force").returncode, 0)

    def test_a_result_of_the_same_scenario_is_replaced_as_a_whole(self):
        scenario = self.scenario(SMALL)
        self.assertEqual(self.callo("run", scenario, "--out", "out").returncode, 0)
        (self.here / "out" / "figures").mkdir()
        self.assertEqual(self.callo("run", scenario, "--out", "out").returncode, 0)
        self.assertFalse((self.here / "out" / "figures").exists())

    def test_a_full_disk_is_one_line(self):
        if not Path("/dev/full").exists():
            self.skipTest("no /dev/full here")
        done = self.callo("run", self.scenario(SMALL), "--out", "out", "--quiet",
                          "--digest-log", "/dev/full")
        self.assertNotEqual(done.returncode, 0, "a log that was not written counts as written")
        self.assertEqual(len(done.stderr.strip().splitlines()), 1, done.stderr)

    def test_an_interrupt_keeps_a_valid_marked_result(self):
        text = SMALL.replace('"5s"', '"100000s"').replace('assert = ["commits >= 2"]', "")
        scenario = self.scenario(text)
        process = subprocess.Popen([str(BINARY), "run", scenario, "--out", "out"], cwd=self.here,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        process.stderr.readline()  # the first progress line: it is under way
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130)
        summary = json.loads((self.here / "out" / "summary.json").read_text())
        self.assertTrue(summary["interrupted"])

    def test_check_runs_all_seeds_and_writes_junit(self):
        done = self.callo("check", self.scenario(SMALL), "--junit", "junit.xml", "-j", "2")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn('tests="3"', (self.here / "junit.xml").read_text())

    def test_show_gives_back_what_it_reads(self):
        shown = self.callo("show", self.scenario(SMALL)).stdout
        (self.here / "small.toml").write_text(shown)
        self.assertEqual(self.callo("show", "small.toml").stdout, shown)

    def test_twice_gives_one_digest_under_both_engines(self):
        scenario = self.scenario(SMALL)
        for engine in ("simgrid", "standalone"):
            done = self.callo("run", scenario, "--twice", "--engine", engine, "--out", "out")
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_fluid_without_simgrid_is_an_error_not_a_downgrade(self):
        text = SMALL.replace('blocks = "latency"', 'blocks = "fluid"')
        done = self.callo("run", self.scenario(text), "--engine", "standalone", "--out", "out")
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        self.assertFalse((self.here / "out").exists())


if __name__ == "__main__":
    unittest.main()
