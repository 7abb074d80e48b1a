"""What a decision costs against the number of validators, by the way in which votes travel."""

from matplotlib import pyplot, ticker

from callo_analysis import style

KIND = "dissemination"
COLUMNS = ["study", "way", "nodes", "heights", "decision_p50_s", "frames_per_height"]
# The first block carries no commit, so it alone is no measure of a way.
HEIGHTS_MIN = 2
# (way, colour, marker), in the order of the legend that the labels at the lines make needless
WAYS = (
    ("direct", style.BLACK, "s"),
    ("flood", style.VERMILLION, "^"),
    ("tree", style.BLUE, "D"),
    ("exchange", style.GREEN, "o"),
)
LABEL_GAP = 0.055  # of a panel's height, between two labels
SECONDS = (0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 7, 10, 15, 20, 30)
TICKS = (16, 32, 64, 128, 256, 512, 1024)


def draw(study):
    rows = study.rows[study.rows["study"] == "size"]
    undecided = rows[rows["heights"] < HEIGHTS_MIN]
    rows = rows[rows["heights"] >= HEIGHTS_MIN]
    figure, (latency, frames) = pyplot.subplots(1, 2, figsize=(style.WIDTH_IN, 3.7))
    figure.subplots_adjust(left=0.06, right=0.895, top=0.8, bottom=0.125, wspace=0.46)
    style.study_title(figure, study, "what a decision costs, by the way votes travel")
    latency.set_title("from proposal to decision (s), median height", loc="left", fontsize=9)
    frames.set_title("frames sent per decision, of every kind", loc="left", fontsize=9)
    _draw_lines(latency, rows, "decision_p50_s")
    _draw_lines(frames, rows, "frames_per_height")
    for panel in (latency, frames):
        panel.set_yscale("log")
    latency.set_ylim(bottom=SECONDS[0])
    latency.yaxis.set_major_locator(ticker.FixedLocator(SECONDS))
    latency.yaxis.set_major_formatter(ticker.FuncFormatter(lambda value, _: f"{value:g}"))
    latency.yaxis.set_minor_locator(ticker.NullLocator())
    figure.text(0.895, 0.92, "hollow: N is no power of two", ha="right", fontsize=8,
                color="#555555", va="top")
    for way in sorted(set(undecided["way"])):
        sizes = ", ".join(f"{n:,}" for n in sorted(undecided[undecided["way"] == way]["nodes"]))
        latency.text(0.03, 0.02, f"{way} at N = {sizes}: no second block", fontsize=7.5,
                     color=style.BLACK, transform=latency.transAxes)
    for panel, column in ((latency, "decision_p50_s"), (frames, "frames_per_height")):
        _finish_axis(panel, rows)
        _label_lines(panel, rows, column)
    return figure


def _draw_lines(panel, rows, column):
    for way, colour, marker in WAYS:
        line = rows[rows["way"] == way].sort_values("nodes")
        panel.plot(line["nodes"], line[column], color=colour, lw=1.4)
        for is_power, fill in ((True, colour), (False, "white")):
            chosen = line[[(n & (n - 1) == 0) == is_power for n in line["nodes"]]]
            panel.plot(chosen["nodes"], chosen[column], color=colour, marker=marker, ms=4.2, lw=0,
                       mfc=fill, mew=1.1)


def _finish_axis(panel, rows):
    panel.set_xscale("log", base=2)
    panel.set_xlim(rows["nodes"].min() / 1.12, rows["nodes"].max() * 1.12)
    panel.set_xticks([tick for tick in TICKS if tick <= rows["nodes"].max()])
    panel.xaxis.set_major_formatter(ticker.FuncFormatter(lambda value, _: f"{value:,.0f}"))
    panel.xaxis.set_minor_locator(ticker.NullLocator())
    panel.set_xlabel("validators N")


def _label_lines(panel, rows, column):
    """The name of each way right of its line's end, moved apart where two would touch."""
    to_share = panel.transAxes.inverted().transform
    ends = []
    for way, colour, _ in WAYS:
        line = rows[rows["way"] == way].sort_values("nodes")
        if len(line):
            end = panel.transData.transform((line["nodes"].iloc[-1], line[column].iloc[-1]))
            x, y = (float(share) for share in to_share(end))
            ends.append((y, x, way, colour))
    lowest = -1.0
    for y, x, way, colour in sorted(ends):
        # A line that ends early has its name below its end, clear of lines that go on.
        is_early = x < 0.9
        lowest = y - LABEL_GAP / 2 if is_early else max(y, lowest + LABEL_GAP)
        panel.text(x + 0.025 if is_early else 1.02, lowest, way, color=colour, fontsize=8.5,
                   fontweight="bold", va="center", transform=panel.transAxes)
