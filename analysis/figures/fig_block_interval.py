"""Seconds between blocks over time, and how many rounds each block took."""

import numpy

from callo_analysis import statistics, style

KIND = "block_interval"
# (rounds at least, colour, marker, label)
ROUNDS = (
    (1, style.BLUE, "o", "one round"),
    (2, style.ORANGE, "^", "two rounds"),
    (3, style.VERMILLION, "s", "three rounds or more"),
)


def draw(run):
    figure, panel = style.over_time(run, "time between blocks")
    at, interval, rounds = statistics.block_intervals(run.blocks)
    panel.set_ylabel("seconds since the block before")
    if len(at) == 0:
        panel.text(0.5, 0.5, "fewer than two blocks", transform=panel.transAxes, ha="center")
        return figure
    panel.vlines(at, 0, interval, color="#CFCFCF", lw=0.9, zorder=1)
    for least, colour, marker, label in ROUNDS:
        chosen = rounds == least if least < 3 else rounds >= least
        if numpy.any(chosen):
            panel.scatter(at[chosen], interval[chosen], s=22, color=colour, marker=marker,
                          label=f"{label} ({int(chosen.sum())})", zorder=3, lw=0)
    median = statistics.percentile(numpy.sort(interval), 50)
    panel.axhline(median, color=style.BLACK, lw=1, ls=(0, (4, 2)), label=f"median {median:.3g} s")
    panel.set_ylim(bottom=0, top=float(interval.max()) * 1.25)
    panel.legend(loc="upper left", ncol=4, handletextpad=0.4, columnspacing=1.2)
    return figure
