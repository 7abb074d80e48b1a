#!/usr/bin/python3
"""Draws figures from result folders: `callo plot DIR... [--kind KIND]...`."""

import argparse
import os
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

from callo_analysis import load, style  # noqa: E402
from figures import (  # noqa: E402
    fig_block_interval,
    fig_churn,
    fig_dissemination,
    fig_failures,
    fig_finality,
    fig_hypercube,
    fig_lookups,
    fig_throughput,
)

FIGURES = {
    figure.KIND: figure
    for figure in (fig_throughput, fig_finality, fig_block_interval, fig_hypercube)
}
# Of many runs together: a folder that holds <kind>.csv.
STUDY_FIGURES = {
    figure.KIND: figure
    for figure in (fig_churn, fig_dissemination, fig_failures, fig_lookups)
}
FORMATS = ("png", "svg")


def parse_arguments(arguments):
    parser = argparse.ArgumentParser(
        prog="callo plot",
        description="Draws figures from result folders, PNG and SVG.",
        epilog="Example: callo plot results/pan-african/seed-1 --kind throughput --kind hypercube",
    )
    parser.add_argument("folders", nargs="+", metavar="DIR",
                        help="a result folder, a folder of result folders, or a study's folder")
    parser.add_argument("--kind", action="append", choices=sorted(FIGURES),
                        help="which figure; may be repeated (default: all)")
    parser.add_argument("--format", action="append", choices=FORMATS,
                        help="which file format; may be repeated (default: both)")
    parser.add_argument("--out", type=Path, metavar="DIR",
                        help="where to write (default: `figures` in each result folder)")
    return parser.parse_args(arguments)


def tell(path):
    """Whoever reads the list may have read enough (`| head`): the figures are drawn all the same."""
    try:
        print(path, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def plot_folder(folder, out, kinds, formats):
    run = load.load_run(folder)
    for kind in kinds:
        style.apply()
        figure = FIGURES[kind].draw(run)
        for path in style.save(figure, out, kind, formats):
            tell(path)


def plot_studies(folder, out, formats):
    """Whether the folder holds any."""
    found = False
    for kind, figure in STUDY_FIGURES.items():
        study = load.load_study(folder, kind, figure.COLUMNS)
        if study is not None:
            found = True
            style.apply()
            for path in style.save(figure.draw(study), out, kind, formats):
                tell(path)
    return found


def main(arguments=None):
    options = parse_arguments(arguments)
    kinds = options.kind or list(FIGURES)
    formats = options.format or FORMATS
    try:
        folders = [
            run
            for folder in options.folders
            if not plot_studies(folder, options.out or Path(folder) / "figures", formats)
            for run in load.find_runs(folder)
        ]
        for folder in folders:
            out = options.out or folder / "figures"
            if options.out and len(folders) > 1:
                out = options.out / folder.resolve().parent.name / folder.name
            plot_folder(folder, out, kinds, formats)
    except load.ResultError as error:
        print(f"callo plot: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"callo plot: {error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
