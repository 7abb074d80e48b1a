"""`callo explore` from outside: the canary is found, shrunk and replayed; clean code raises no alarm."""

import json
import os
import signal
import subprocess
import tempfile
import unittest
from pathlib import Path

BINARY = Path(os.environ["CALLO_BINARY"])
TEMPLATE = Path(__file__).parents[2] / "scenarios" / "explore" / "small-banks.toml"


class Explore(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.here = Path(self.folder.name)

    def callo(self, *arguments, **options):
        return subprocess.run([str(BINARY), *map(str, arguments)], cwd=self.here,
                              capture_output=True, text=True, **options)

    def explore(self, *arguments, out="out"):
        return self.callo("explore", TEMPLATE, "--out", out, *arguments)

    def report(self, out="out"):
        return json.loads((self.here / out / "explore.json").read_text())

    def without_volatile(self, out):
        report = self.report(out)
        report.pop("volatile")
        for arm in report["arms"]:
            arm.pop("volatile")
            for signature in arm["signatures"]:
                signature.pop("file", None)
        return report

    def test_the_canary_is_found_shrunk_and_replayed_in_a_fresh_process(self):
        done = self.explore("--seeds", "95..105", "--canary", "--junit", "report.xml", "-j", 2)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        report = self.report()
        [signature] = report["arms"][0]["signatures"]
        self.assertEqual(signature["claim"], "canary")
        self.assertEqual((signature["failures"], signature["first_seed"]), (1, 100))
        self.assertEqual(report["arms"][0]["runs"], 11)
        small = signature["shrunk"]
        self.assertEqual((small["faults"], small["traitors"], small["nodes"]), (0, 0, 2))
        self.assertTrue(small["replays"])
        failure = self.here / signature["file"]
        self.assertLess(len(failure.read_text().splitlines()), 30)
        replay = self.callo("replay", failure)
        self.assertEqual(replay.returncode, 1, replay.stderr)
        self.assertIn("still breaks canary; the digest is the recorded one", replay.stdout)
        self.assertIn("failure", (self.here / "report.xml").read_text())

        done = self.callo("explore", "--promote", failure)
        self.assertEqual(done.returncode, 2)  # nowhere to put it
        (self.here / "scenarios" / "regression").mkdir(parents=True)
        done = self.callo("explore", "--promote", failure)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertFalse(failure.exists())
        promoted = self.here / done.stdout.strip()
        self.assertEqual(promoted.stem, "small-banks-canary-100")
        self.assertEqual(self.callo("check", promoted).returncode, 1)  # nobody has mended it

    def test_clean_code_raises_no_alarm_and_nothing_depends_on_the_workers(self):
        for workers in (1, 3):
            done = self.explore("--seeds", "1..40", "-j", workers, out=f"with-{workers}")
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(self.without_volatile("with-1"), self.without_volatile("with-3"))

    def test_double_runs_agree(self):
        done = self.explore("--seeds", "1..20", "--double", "-j", 2)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(self.report()["arms"][0]["digest_mismatches"], 0)

    def test_bad_usage_exits_2(self):
        self.assertEqual(self.callo("explore").returncode, 2)
        self.assertEqual(self.explore("--arm", "nowhere").returncode, 2)
        self.assertEqual(self.explore("--seeds", "9..1").returncode, 2)
        self.assertEqual(self.callo("explore", "nowhere.toml").returncode, 2)
        self.assertEqual(list(self.here.iterdir()), [])

    def test_an_interrupt_keeps_what_was_found(self):
        process = subprocess.Popen(
            [str(BINARY), "explore", str(TEMPLATE), "--seeds", "1..1000000", "--out", "out", "-j", "2"],
            cwd=self.here, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        process.stdout.readline()  # it has begun
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=120)
        self.assertEqual(process.returncode, 130)
        self.assertTrue(self.report()["interrupted"])


if __name__ == "__main__":
    unittest.main()
