"""Payments committed per second over time, against what was offered."""

from callo_analysis import statistics, style

KIND = "throughput"
REACH_S = 3.0


def draw(run):
    figure, panel = style.over_time(run, "throughput over time")
    reach_s = max(REACH_S, run.duration_s / 40)
    at, rate = statistics.smooth_rate(
        run.transactions["committed_at_s"], run.duration_s, reach_s
    )
    panel.fill_between(at, rate, color=style.SKY, alpha=0.35, lw=0)
    panel.plot(at, rate, color=style.BLUE, lw=1.8, label="committed")
    at, rate = statistics.smooth_rate(
        run.transactions["scheduled_at_s"], run.duration_s, reach_s
    )
    panel.plot(at, rate, color=style.ORANGE, lw=1.6, ls=(0, (4, 2)), label="offered")

    panel.set_ylabel(f"payments per second, mean over ±{reach_s:g} s", fontsize=8)
    panel.set_ylim(bottom=0, top=max(1.0, panel.get_ylim()[1]) * 1.18)
    panel.legend(loc="upper left", ncol=3, handlelength=1.6, columnspacing=1.2)
    return figure
