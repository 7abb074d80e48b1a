"""The hypercube with its cities, and on it what went wrong: cut links, crashes, traitors."""

import colorsys

from matplotlib import pyplot
from matplotlib.colors import to_rgb
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke

from callo_analysis import layout, network, style

KIND = "hypercube"
CITIES_MAX = 14
LABELLED_NODES_MAX = 64
FACT_LINE_SHARE = 0.031  # of the figure's height


def draw(run):
    nodes, links = network.read_network(run)
    figure, panel = pyplot.subplots(figsize=(style.WIDTH_IN, 5.4))
    figure.subplots_adjust(left=0.0, right=0.70, top=0.89, bottom=0.02)
    style.title(figure, run, "who is linked to whom, and what went wrong")
    panel.axis("off")
    panel.set_aspect("equal")
    panel.set_xlim(-1.22, 1.22)
    panel.set_ylim(-1.22, 1.22)
    if not nodes:
        panel.text(0, 0, "no nodes", ha="center")
        return figure
    labels = [node.label for node in nodes.values()]
    is_complete = 2 * len(links) == len(nodes) * (len(nodes) - 1)
    places = layout.circle_positions(labels) if is_complete else layout.cube_positions(labels)
    at = {number: places[node.label] for number, node in nodes.items()}
    colours = city_colours(sorted({node.city for node in nodes.values()}))
    culprits = set(run.culprits())
    size = 15.5 if len(nodes) <= 16 else 11 if len(nodes) <= LABELLED_NODES_MAX else 5
    for link in links:
        _draw_link(panel, link, at, len(nodes))
    for number, node in nodes.items():
        _draw_node(panel, node, at[number], colours[node.city], size, number in culprits,
                   len(nodes) <= LABELLED_NODES_MAX)
    _draw_legend(figure, run, nodes, links, colours)
    return figure


def city_colours(cities):
    """A colour by city: the safe palette as long as it lasts, then evenly spaced hues."""
    if len(cities) <= len(style.CITY_COLOURS):
        return dict(zip(cities, style.CITY_COLOURS))
    return {
        city: colorsys.hls_to_rgb(index / len(cities), 0.45 + 0.25 * (index % 2), 0.6)
        for index, city in enumerate(cities)
    }


def _draw_link(panel, link, at, count):
    (x0, y0), (x1, y1) = at[link.a], at[link.b]
    faint = 1.0 if count <= 32 else 0.5
    if link.cut_by:
        panel.plot([x0, x1], [y0, y1], color=style.VERMILLION, lw=2.2, ls=(0, (3, 2)), zorder=3)
    elif link.worsened_by:
        panel.plot([x0, x1], [y0, y1], color=style.PURPLE, lw=2.0, ls=(0, (1, 1.2)), zorder=2.5)
    elif link.is_extra:
        panel.plot([x0, x1], [y0, y1], color="#BFD7E8", lw=0.9, zorder=1, alpha=faint)
    else:
        panel.plot([x0, x1], [y0, y1], color="#9A9A9A", lw=1.2, zorder=2, alpha=faint)


def _ink_on(colour):
    red, green, blue = to_rgb(colour)
    return "black" if 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 else "white"


def _draw_node(panel, node, place, colour, size, is_culprit, is_labelled):
    x, y = place
    if node.traitor:
        panel.plot(x, y, "o", ms=size + 9, mfc="white", mec=style.VERMILLION, mew=2.6, zorder=4)
    if node.crashes:
        panel.plot(x, y, "s", ms=size + 8, mfc="white", mec=style.BLACK, mew=1.6, zorder=4)
    panel.plot(x, y, "o", ms=size, mfc=colour, mec="white", mew=0.8, zorder=5)
    if is_labelled:
        panel.text(x, y - 0.004, str(node.number), color=_ink_on(colour), fontsize=size * 0.53,
                   fontweight="bold", ha="center", va="center", zorder=6)
    words = []
    if node.traitor:
        words.append(f"traitor: {node.traitor.replace('_', ' ')}")
    if is_culprit:
        words.append("named by evidence")
    if node.crashes:
        words.append("crashed" + (f" {node.crashes} times" if node.crashes > 1 else ""))
    if words:
        above = 1 if y >= 0 else -1
        panel.annotate("\n".join(words), (x, y), (0, above * (size * 0.5 + 9)),
                       textcoords="offset points", fontsize=7.5, fontweight="bold",
                       color=style.VERMILLION if node.traitor or is_culprit else style.BLACK,
                       ha="center", va="bottom" if above > 0 else "top", zorder=7,
                       path_effects=[withStroke(linewidth=2.5, foreground="white")])


def _draw_legend(figure, run, nodes, links, colours):
    shown = list(colours.items())[:CITIES_MAX]
    per_city = {city: sum(node.city == city for node in nodes.values()) for city in colours}
    cities = [
        Line2D([], [], ls="", marker="o", ms=8, color=colour, label=f"{city} ({per_city[city]})")
        for city, colour in shown
    ]
    if len(colours) > len(shown):
        cities.append(Line2D([], [], ls="", label=f"and {len(colours) - len(shown)} more"))
    marks = [Line2D([], [], color="#9A9A9A", lw=1.4, label="link")]
    if any(link.is_extra for link in links):
        marks.append(Line2D([], [], color="#BFD7E8", lw=1.4, label="extra link"))
    if any(link.cut_by for link in links):
        marks.append(Line2D([], [], color=style.VERMILLION, lw=2.2, ls=(0, (3, 2)),
                            label="cut link"))
    if any(link.worsened_by for link in links):
        marks.append(Line2D([], [], color=style.PURPLE, lw=2, ls=(0, (1, 1.2)),
                            label="impaired link"))
    if any(node.traitor for node in nodes.values()):
        marks.append(Line2D([], [], ls="", marker="o", ms=10, mfc="white", mec=style.VERMILLION,
                            mew=2.2, label="traitor"))
    if any(node.crashes for node in nodes.values()):
        marks.append(Line2D([], [], ls="", marker="s", ms=9, mfc="white", mec=style.BLACK,
                            label="crashed node"))
    options = {"loc": "upper left", "alignment": "left", "title_fontproperties": {"weight": "bold"},
               "borderaxespad": 0, "handlelength": 2.2}
    first = figure.legend(handles=cities, title="City (nodes)", bbox_to_anchor=(0.70, 0.88),
                          **options)
    figure.canvas.draw()
    bottom = first.get_window_extent().transformed(figure.transFigure.inverted()).y0
    second = figure.legend(handles=marks, title="On the map", bbox_to_anchor=(0.70, bottom - 0.02),
                           **options)
    figure.canvas.draw()
    bottom = second.get_window_extent().transformed(figure.transFigure.inverted()).y0
    room = int((bottom - 0.03) / FACT_LINE_SHARE)
    figure.text(0.705, bottom - 0.03, "\n".join(_facts(run, nodes, links, room)), fontsize=8,
                va="top", linespacing=1.45)


def _facts(run, nodes, links, room):
    """At most `room` lines; faults give way first."""
    first = [f"{len(nodes)} nodes, {len(links)} links"]
    last = []
    ceilings = run.summary.get("ceilings")
    if isinstance(ceilings, dict) and {"safety", "connectivity", "traitors"} <= set(ceilings):
        last.append(f"traitors: {ceilings['traitors']}; safe up to {ceilings['safety']},")
        last.append(f"never cut apart up to {ceilings['connectivity']}")
    faults = [
        f"{fault.start_s:.3g}–{fault.end_s:.3g} s  {style.fault_label(fault)}"
        for fault in run.faults
    ]
    room_for_faults = max(1, room - len(first) - len(last))
    if len(faults) > room_for_faults:
        hidden = len(faults) - room_for_faults + 1
        faults[room_for_faults - 1 :] = [f"and {hidden} more faults"]
    return first + faults + last
