"""How long payments take until they are final: the whole distribution."""

import numpy
from matplotlib import pyplot

from callo_analysis import statistics, style

KIND = "finality"
PERCENTILES = ((50, style.BLUE), (90, style.GREEN), (99, style.VERMILLION))
LOG_FROM_RATIO = 30


def draw(run):
    latencies = statistics.finality_s(run.transactions)
    x, share = statistics.cumulative_share(latencies)
    figure, panel = pyplot.subplots(figsize=(style.WIDTH_IN, 3.7))
    figure.subplots_adjust(left=0.085, right=0.985, top=0.84, bottom=0.13)
    style.title(figure, run, "time to finality")
    panel.set_ylim(0, 103)
    panel.set_ylabel("payments final within (%)")
    panel.set_xlabel("seconds since the scheduled submission")
    if len(x) == 0:
        panel.text(0.5, 0.5, "no payment became final", transform=panel.transAxes, ha="center")
        return figure

    if x[-1] > LOG_FROM_RATIO * max(statistics.percentile(x, 50), 1e-9) and x[0] > 0:
        panel.set_xscale("log")
        panel.set_xlim(x[0] / 1.2, x[-1] * 1.3)
    else:
        panel.set_xlim(0, x[-1] * 1.08)
    panel.step(framed(x[0], x, x[-1]), framed(0, 100 * share, 100 * share[-1]), where="post",
               color=style.BLACK, lw=1.8)
    _mark_percentiles(panel, latencies)
    unfinished = int(numpy.isinf(latencies).sum())
    panel.axhline(100, color=style.GREY, lw=0.8)
    note = f"{len(latencies):,} payments"
    if unfinished:
        note += f", {unfinished:,} of them unfinished when the run ended"
    figure.text(0.985, 0.86, note, ha="right", fontsize=8)
    return figure


def framed(first, middle, last):
    return numpy.concatenate(([first], middle, [last]))


def _mark_percentiles(panel, latencies):
    left = panel.get_xlim()[0]
    for percent, colour in PERCENTILES:
        value = statistics.percentile(latencies, percent)
        if not numpy.isfinite(value):
            panel.text(0.985, percent / 103 - 0.01, f"p{percent}: never", color=colour, ha="right",
                       va="top", fontsize=8, transform=panel.transAxes)
            continue
        panel.plot([left, value, value], [percent, percent, 0], color=colour, lw=1, ls=(0, (3, 2)))
        panel.plot([value], [percent], "o", color=colour, ms=5, zorder=4)
        is_far_right = panel.transAxes.inverted().transform(
            panel.transData.transform((value, percent))
        )[0] > 0.85
        panel.annotate(f"p{percent}  {value:.3g} s", (value, percent),
                       (-6, -9) if is_far_right else (6, -3), textcoords="offset points",
                       color=colour, fontsize=8, fontweight="bold", va="top",
                       ha="right" if is_far_right else "left")
