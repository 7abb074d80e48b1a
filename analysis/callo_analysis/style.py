"""One look for all figures, and files that are equal for equal runs."""

import matplotlib

matplotlib.use("Agg")

from matplotlib import pyplot  # noqa: E402

from callo_analysis import statistics  # noqa: E402

# Okabe and Ito (2008): told apart with every kind of colour vision.
BLUE, ORANGE, GREEN, VERMILLION = "#0072B2", "#E69F00", "#009E73", "#D55E00"
SKY, PURPLE, YELLOW, BLACK, GREY = "#56B4E9", "#CC79A7", "#F0E442", "#000000", "#8C8C8C"
CITY_COLOURS = [BLUE, ORANGE, GREEN, PURPLE, SKY, YELLOW, GREY]

WIDTH_IN = 7.2
MAX_STRIP_ROWS = 8

_SETTINGS = {
    "figure.dpi": 100,
    "savefig.dpi": 200,
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.titlesize": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#E4E4E4",
    "grid.linewidth": 0.6,
    "axes.axisbelow": True,
    "legend.frameon": False,
    "legend.fontsize": 8,
    "svg.hashsalt": "callo",
    "svg.fonttype": "path",
}


def apply():
    matplotlib.rcdefaults()
    matplotlib.rcParams.update(_SETTINGS)


def save(figure, folder, stem, formats):
    """Writes one file a format; nothing in them depends on when or where."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for form in formats:
        path = folder / f"{stem}.{form}"
        metadata = {"Date": None, "Creator": "callo"} if form == "svg" else {"Software": "callo"}
        figure.savefig(path, metadata=metadata)
        written.append(path)
    pyplot.close(figure)
    return written


def title(figure, run, what, y=0.985):
    """Every title names the scenario and the seed."""
    text = f"{run.name}: {what}"
    size = min(12, 12 * 72 / len(text))  # a long name has to fit the width
    figure.text(0.02, y, text, fontsize=size, fontweight="bold", va="top")
    parts = [f"seed {run.seed}"]
    if run.manifest.get("engine"):
        parts.append(f"engine {run.manifest['engine']}")
    if run.summary.get("digest"):
        parts.append(f"digest {run.summary['digest'][:12]}")
    if run.is_interrupted:
        parts.append("INTERRUPTED")
    height_in = figure.get_size_inches()[1]
    y -= 0.24 / height_in
    figure.text(0.02, y, "   ".join(parts), fontsize=8, color="#555555", va="top")


def study_title(figure, study, what, y=0.985):
    """As title(), of many runs of one scenario."""
    figure.text(0.02, y, f"{study.name}: {what}", fontsize=12, fontweight="bold", va="top")
    manifest = study.manifest
    parts = [f"seed {manifest['seed']}", f"engine {manifest['engine']}"]
    parts += [f"commit {manifest['commit']}"] if manifest.get("commit") else []
    network = manifest.get("scenario", {}).get("network", {})
    if network.get("cities"):
        parts.append(f"{len(network['cities'])} cities, {network['bandwidth']} a node")
    y -= 0.24 / figure.get_size_inches()[1]
    figure.text(0.02, y, "   ".join(parts), fontsize=8, color="#555555", va="top")


def fault_colour(fault):
    return VERMILLION if fault.is_traitor else BLACK


def fault_label(fault):
    what = fault.kind.partition(":")[2] or fault.kind
    words = [what.replace("_", " "), fault.target]
    if fault.is_traitor:
        words.insert(0, "traitor:")
    return " ".join(word for word in words if word) + ("" if fault.fired else " (never fired)")


def over_time(run, what, panel_height_in=3.0):
    """A figure of a strip of faults above one panel over simulated time: (figure, panel)."""
    shown = run.faults[:MAX_STRIP_ROWS]
    hidden = len(run.faults) - len(shown)
    rows = len(shown) + (1 if hidden else 0)
    strip_in = 0.2 * rows + (0.08 if rows else 0)
    height_in = 0.6 + strip_in + panel_height_in
    figure = pyplot.figure(figsize=(WIDTH_IN, height_in))
    bottom, left, right = 0.48, 0.085, 0.975
    panel = figure.add_axes(
        [left, bottom / height_in, right - left, (panel_height_in - bottom - 0.04) / height_in]
    )
    panel.set_xlim(0, run.duration_s)
    panel.set_xlabel("simulated time (s)")
    if rows:
        strip = figure.add_axes(
            [left, panel_height_in / height_in, right - left, strip_in / height_in], sharex=panel
        )
        _draw_strip(strip, shown, hidden, run.duration_s)
    for start_s, end_s in statistics.merge_windows(
        (fault.start_s, fault.end_s)
        for fault in run.faults
        if fault.fired and not fault.is_traitor
    ):
        panel.axvspan(start_s, end_s, color=BLACK, alpha=0.09, lw=0, zorder=0.5)
    title(figure, run, what)
    return figure, panel


def _draw_strip(strip, faults, hidden, duration_s):
    strip.set_ylim(len(faults) + (1 if hidden else 0), 0)
    strip.axis("off")
    for row, fault in enumerate(faults):
        colour = fault_colour(fault)
        width_s = max(fault.end_s - fault.start_s, duration_s / 300)
        strip.barh(
            row + 0.5, width_s, left=fault.start_s, height=0.62, color=colour,
            alpha=0.75 if fault.fired else 0.2, lw=0,
        )
        label = fault_label(fault)
        if fault.start_s + width_s < 0.6 * duration_s:
            x, side, ink = fault.start_s + width_s + 0.008 * duration_s, "left", colour
        elif fault.start_s > 0.4 * duration_s:
            x, side, ink = fault.start_s - 0.008 * duration_s, "right", colour
        else:
            x, side = fault.start_s + 0.008 * duration_s, "left"
            ink = "white" if fault.fired else colour
        strip.text(x, row + 0.52, label, fontsize=7, color=ink, ha=side, va="center")
    if hidden:
        strip.text(0, len(faults) + 0.5, f"and {hidden} more", fontsize=7, va="center")
