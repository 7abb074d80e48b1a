"""How whole the overlay is while nodes come and go, and what becomes of lookups meanwhile."""

from matplotlib import pyplot

from callo_analysis import style

KIND = "churn"
COLUMNS = ["lifetime_s", "heartbeat_s", "k", "digit_base", "seed", "at_s", "in_system",
           "consistent", "missing", "foreign", "lookups", "found", "searcher_gone", "target_gone"]
COLOURS = (style.BLACK, style.GREEN, style.BLUE, style.VERMILLION)


def draw(study):
    rows = study.rows
    figure, (tables, entries) = pyplot.subplots(1, 2, figsize=(style.WIDTH_IN, 3.6))
    figure.subplots_adjust(left=0.075, right=0.98, top=0.78, bottom=0.14, wspace=0.2)
    style.study_title(figure, study, "2,000 nodes that come and go, snapshots every 50 s")
    tables.set_title("% of tables without a fault", loc="left", fontsize=9)
    entries.set_title("neighbours a table: lacking (lines), gone (dots)", loc="left",
                      fontsize=9)
    runs = rows.groupby(["lifetime_s", "k", "seed"], sort=True)
    keys = sorted(runs.groups, key=lambda key: (-key[0], key[1:]))
    for key, colour in zip(keys, COLOURS * 3):
        run = runs.get_group(key).sort_values("at_s")
        tables.plot(run["at_s"], 100 * run["consistent"] / run["in_system"], color=colour, lw=1,
                    label=_name(key, run.iloc[0]))
        entries.plot(run["at_s"], run["missing"] / run["in_system"], color=colour, lw=1)
        entries.plot(run["at_s"], run["foreign"] / run["in_system"], color=colour, lw=1, ls=":")
    tables.set_ylim(0, 100)
    entries.set_ylim(bottom=0)
    tables.legend(title="mean lifetime, heartbeat: lookups that succeed", fontsize=8,
                  title_fontsize=8, frameon=False, loc="lower left", handlelength=1.2,
                  labelspacing=0.2, borderaxespad=0.2)
    for panel in (tables, entries):
        panel.set_xlabel("simulated time (s)")
    return figure


def _name(key, run):
    lifetime, k, _ = key
    tried = run["lookups"] - run["searcher_gone"] - run["target_gone"]
    return (f"{lifetime / 60:.3g} min, {run['heartbeat_s']:.0f} s, K = {k}: "
            f"{100 * run['found'] / tried:.4g} % of {tried:,}")
