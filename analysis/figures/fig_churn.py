"""How whole the overlay is while nodes come and go, and what becomes of lookups meanwhile."""

from matplotlib import pyplot

from callo_analysis import style

KIND = "churn"
COLUMNS = ["lifetime_s", "k", "digit_base", "seed", "at_s", "in_system", "consistent", "missing",
           "foreign", "lookups", "found", "unanswered"]
COLOURS = (style.BLACK, style.GREEN, style.BLUE, style.VERMILLION)


def draw(study):
    rows = study.rows
    figure, (tables, entries) = pyplot.subplots(1, 2, figsize=(style.WIDTH_IN, 3.6))
    figure.subplots_adjust(left=0.075, right=0.98, top=0.8, bottom=0.14, wspace=0.2)
    style.study_title(figure, study, "2,000 nodes that come and go, snapshots every 50 s")
    tables.set_title("% of tables without a fault", loc="left", fontsize=9)
    entries.set_title("neighbours: lacking (lines), gone (dashes), a table", loc="left",
                      fontsize=8)
    lifetimes = sorted(set(rows["lifetime_s"]), reverse=True)
    for lifetime, colour in zip(lifetimes, COLOURS):
        of_life = rows[rows["lifetime_s"] == lifetime].sort_values("at_s")
        found = 100 * of_life["found"].iloc[0] / of_life["lookups"].iloc[0]
        tables.plot(of_life["at_s"], 100 * of_life["consistent"] / of_life["in_system"],
                    color=colour, lw=1.2, label=f"{lifetime / 60:.3g} min; found {found:.2f} %")
        entries.plot(of_life["at_s"], of_life["missing"] / of_life["in_system"], color=colour,
                     lw=1.2)
        entries.plot(of_life["at_s"], of_life["foreign"] / of_life["in_system"], color=colour,
                     lw=1.2, ls="--")
    tables.set_ylim(0, 100)
    entries.set_ylim(bottom=0)
    tables.legend(title="mean lifetime; lookups", fontsize=8, title_fontsize=8, frameon=False,
                  loc="best")
    for panel in (tables, entries):
        panel.set_xlabel("simulated time (s)")
    return figure
