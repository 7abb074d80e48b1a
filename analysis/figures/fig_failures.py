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
    figure, panels = pyplot.subplots(1, len(sizes), figsize=(style.WIDTH_IN, 3.6), squeeze=False,
                                     sharex=True, sharey=True)
    figure.subplots_adjust(left=0.095, right=0.98, top=0.78, bottom=0.14, wspace=0.08)
    style.study_title(figure, study, "tables whole 45 s after many failed")
    for panel, nodes in zip(panels[0], sizes):
        of_size = rows[rows["nodes"] == nodes]
        panel.set_title(f"{nodes:,} nodes", loc="left", fontsize=9)
        _draw_shares(panel, of_size)
        for k, of_k in of_size.groupby("k"):
            panel.text(k, 0.03, f"{int(of_k['perfect'].sum())}/{len(of_k)}", ha="center",
                       fontsize=8, color="#555555", transform=panel.get_xaxis_transform())
        panel.set_xlabel("K, neighbours an entry")
        panel.xaxis.set_major_locator(ticker.MaxNLocator(integer=True))
    # When all are whole, the axis shows of what.
    low = min(100 * rows["whole"].min(), 98)
    panels[0][0].set_ylim(low - 0.2 * (100 - low), 100.1)
    panels[0][0].set_ylabel("% of tables, worst run of each cell")
    panels[0][-1].legend(fontsize=8, frameon=False, loc="center right")
    figure.text(0.98, 0.88, "at the bottom: runs with every table whole", ha="right", va="top",
                fontsize=8, color="#555555")
    return figure


def _draw_shares(panel, rows):
    for number, (share, of_share) in enumerate(rows.groupby("share")):
        worst = 100 * of_share.groupby("k")["whole"].min()
        colour = COLOURS[number % len(COLOURS)]
        panel.plot(worst.index, worst.to_numpy(), color=colour, lw=1.2, ms=5,
                   marker=MARKERS[number % len(MARKERS)],
                   mfc=colour if number < len(COLOURS) else "white", label=f"{share:.0%} failed")
