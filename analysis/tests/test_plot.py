import contextlib
import io
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import plot  # noqa: E402
from tests import example  # noqa: E402


def run(*arguments):
    out, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
        code = plot.main([str(argument) for argument in arguments])
    return code, out.getvalue(), errors.getvalue()


class Plot(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name) / "pan-african" / "seed-1"
        example.write(self.folder, duration_s=40)

    def test_draws_every_figure_in_both_formats(self):
        code, out, errors = run(self.folder)
        self.assertEqual((code, errors), (0, ""))
        names = {path.name for path in (self.folder / "figures").iterdir()}
        expected = {f"{kind}.{form}" for kind in plot.FIGURES for form in plot.FORMATS}
        self.assertEqual(names, expected)
        self.assertEqual(len(out.splitlines()), len(expected))

    def test_who_stops_reading_the_list_stops_nothing(self):
        with subprocess.Popen(
            [sys.executable, "-B", plot.__file__, self.folder, "--kind", "throughput"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        ) as process:
            process.stdout.close()
            errors = process.stderr.read()
        self.assertEqual((process.returncode, errors), (0, ""))
        self.assertEqual(len(list((self.folder / "figures").iterdir())), len(plot.FORMATS))

    def test_equal_results_give_equal_files(self):
        pictures = []
        for name in ("one", "two"):
            out = self.folder / name
            self.assertEqual(run(self.folder, "--out", out)[0], 0)
            pictures.append({path.name: path.read_bytes() for path in sorted(out.iterdir())})
        self.assertEqual(pictures[0], pictures[1])

    def test_the_title_names_scenario_and_seed(self):
        from callo_analysis import load
        from figures import fig_hypercube

        figure = fig_hypercube.draw(load.load_run(self.folder))
        texts = " ".join(text.get_text() for text in figure.texts)
        self.assertIn("pan-african", texts)
        self.assertIn("seed 1", texts)

    def test_a_folder_of_runs_is_expanded(self):
        example.write(self.folder.parent / "seed-2", duration_s=20)
        code, out, _ = run(self.folder.parent, "--kind", "finality", "--format", "svg")
        self.assertEqual(code, 0)
        self.assertEqual(len(out.splitlines()), 2)

    def test_a_run_without_blocks_payments_or_faults_is_drawn(self):
        for table in ("blocks", "transactions", "faults", "evidence"):
            path = self.folder / f"{table}.csv"
            path.write_text(path.read_text().splitlines()[0] + "\n")
        self.assertEqual(run(self.folder)[0], 0)

    def test_a_study_is_drawn_and_its_title_names_scenario_and_seed(self):
        from callo_analysis import load
        from figures import fig_dissemination

        folder = self.folder.parent / "study"
        example.write_study(folder)
        code, out, _ = run(folder)
        self.assertEqual(code, 0)
        self.assertEqual(len(out.splitlines()), 2)
        study = load.load_study(folder, "dissemination", fig_dissemination.COLUMNS)
        figure = fig_dissemination.draw(study)
        texts = " ".join(text.get_text() for text in figure.texts)
        self.assertIn("dissemination", texts)
        self.assertIn("seed 1", texts)
        for panel in figure.axes:
            labels = {text.get_text() for text in panel.texts}
            self.assertLessEqual({"direct", "exchange", "flood", "tree"}, labels)
        notes = [text.get_text() for text in figure.axes[0].texts]
        self.assertIn("direct at N = 2,048: no second block", notes)
        drawn = [x for line in figure.axes[0].lines for x in line.get_xdata()]
        self.assertLess(max(drawn), 2048)

    def test_a_study_without_a_column_is_refused_in_a_line(self):
        folder = self.folder.parent / "study"
        example.write_study(folder)
        table = folder / "dissemination.csv"
        table.write_text(table.read_text().replace("frames_per_height", "frames"))
        code, _, errors = run(folder)
        self.assertEqual(code, 2)
        self.assertIn("no column frames_per_height", errors)

    def test_what_is_wrong_with_a_folder_is_said_in_a_line(self):
        code, _, errors = run(self.folder / "nowhere")
        self.assertEqual(code, 2)
        self.assertIn("no such folder", errors)
        (self.folder / "blocks.csv").write_text("height,round\n1,0\n")
        code, _, errors = run(self.folder)
        self.assertEqual(code, 2)
        self.assertIn("blocks.csv: no column", errors)
        (self.folder / "summary.json").write_text("{")
        code, _, errors = run(self.folder)
        self.assertEqual(code, 2)
        self.assertIn("not JSON", errors)
        self.assertEqual(len(errors.splitlines()), 1)


if __name__ == "__main__":
    unittest.main()
