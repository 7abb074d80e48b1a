"""Hops of lookups on the full cube of n dimensions, against what the theory says."""

from math import comb

from matplotlib import pyplot, ticker

from callo_analysis import style

KIND = "lookups"
COLUMNS = ["dimensions", "hops", "lookups"]
# (dimensions, colour, marker) of the histograms
SHOWN = ((4, style.BLACK, "s"), (8, style.VERMILLION, "^"), (11, style.BLUE, "D"),
         (14, style.GREEN, "o"))


def draw(study):
    rows = study.rows
    figure, (histogram, moments) = pyplot.subplots(1, 2, figsize=(style.WIDTH_IN, 3.6))
    figure.subplots_adjust(left=0.075, right=0.98, top=0.8, bottom=0.14, wspace=0.2)
    style.study_title(figure, study, "hops of lookups on the full cube")
    _draw_histogram(histogram, rows)
    _draw_moments(moments, rows)
    return figure


def _draw_histogram(panel, rows):
    panel.set_title("% of lookups, by hops; lines: C(n, h) / 2^n", loc="left", fontsize=9)
    for dimensions, colour, marker in SHOWN:
        of_cube = rows[rows["dimensions"] == dimensions].sort_values("hops")
        share = 100 * of_cube["lookups"] / of_cube["lookups"].sum()
        theory = [100 * comb(dimensions, hops) / 2**dimensions for hops in range(dimensions + 1)]
        panel.plot(range(dimensions + 1), theory, color=colour, lw=1)
        panel.plot(of_cube["hops"], share, color=colour, marker=marker, ms=5, lw=0,
                   label=f"n = {dimensions}")
    panel.set_xlabel("hops")
    panel.set_ylim(bottom=0)
    panel.xaxis.set_major_locator(ticker.MaxNLocator(integer=True))
    panel.legend(fontsize=8, frameon=False)


def _draw_moments(panel, rows):
    panel.set_title("mean and most hops; lines: n / 2 and n", loc="left", fontsize=9)
    sizes = sorted(set(rows["dimensions"]))
    means, most = [], []
    for dimensions in sizes:
        of_cube = rows[(rows["dimensions"] == dimensions) & (rows["lookups"] > 0)]
        means.append((of_cube["hops"] * of_cube["lookups"]).sum() / of_cube["lookups"].sum())
        most.append(of_cube["hops"].max())
    panel.plot(sizes, [n / 2 for n in sizes], color=style.BLUE, lw=1)
    panel.plot(sizes, sizes, color=style.VERMILLION, lw=1)
    panel.plot(sizes, means, color=style.BLUE, marker="o", ms=5, lw=0, label="mean")
    panel.plot(sizes, most, color=style.VERMILLION, marker="^", ms=5, lw=0, label="most")
    panel.set_xlabel("dimensions n of the cube (2^n nodes)")
    panel.set_ylim(bottom=0)
    panel.xaxis.set_major_locator(ticker.MaxNLocator(integer=True))
    panel.legend(fontsize=8, frameon=False)
