"""How whole the overlay is again after many failed at once, against K."""

from matplotlib import pyplot, ticker

from callo_analysis import style

KIND = "failures"
COLUMNS = ["nodes", "share", "k", "digit_base", "seed", "consistent", "in_system", "missing"]
COLOURS = (style.BLACK, style.VERMILLION, style.BLUE, style.GREEN)
MARKERS = ("s", "^", "D", "o")


def draw(study):
    rows = study.rows.copy()
    rows["whole"] = rows["consistent"] / rows["in_system"]
    rows["perfect"] = rows["consistent"] == rows["in_system"]
    sizes = sorted(set(rows["nodes"]))
    figure, panels = pyplot.subplots(1, len(sizes), figsize=(style.WIDTH_IN, 3.5), squeeze=False,
                                     sharey=True)
    figure.subplots_adjust(left=0.085, right=0.98, top=0.79, bottom=0.14, wspace=0.08)
    style.study_title(figure, study, "tables that are K-consistent again, 135 s after the failures")
    shares = sorted(set(rows["share"]))
    for panel, nodes in zip(panels[0], sizes):
        of_size = rows[rows["nodes"] == nodes]
        panel.set_title(f"{nodes:,} nodes", loc="left", fontsize=9)
        for share, colour, marker in zip(shares, COLOURS * 2, MARKERS * 2):
            cells = of_size[of_size["share"] == share].groupby("k")["whole"].min()
            panel.plot(cells.index, 100 * cells.to_numpy(), color=colour, marker=marker, ms=5,
                       lw=1.2, label=f"{share:.0%} failed")
        panel.set_xlabel("K, neighbours an entry")
        panel.xaxis.set_major_locator(ticker.MaxNLocator(integer=True))
        for k in sorted(set(of_size["k"])):
            cell = of_size[of_size["k"] == k]
            panel.text(k, 0.03, f"{int(cell['perfect'].sum())}/{len(cell)}", ha="center",
                       fontsize=7.5, color="#555555", transform=panel.get_xaxis_transform())
    panels[0][0].set_ylabel("% of tables, worst run of each cell")
    panels[0][0].legend(fontsize=8, frameon=False, loc="center right")
    figure.text(0.98, 0.92, "below: runs with every table whole", ha="right", va="top", fontsize=8,
                color="#555555")
    return figure
