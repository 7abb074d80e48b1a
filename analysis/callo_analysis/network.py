"""Nodes, links and what faults did to them."""

from dataclasses import dataclass, field

CUT_KINDS = ("link_down", "region_cut", "partition")
WORSE_KINDS = ("loss", "delay", "duplication", "reordering")


@dataclass
class Node:
    number: int
    label: int
    city: str
    traitor: str
    crashes: int


@dataclass
class Link:
    a: int  # node numbers, a < b
    b: int
    is_extra: bool  # beyond the plain cube
    cut_by: list = field(default_factory=list)  # faults that cut it
    worsened_by: list = field(default_factory=list)


def read_network(run):
    """(nodes by number, links)"""
    nodes, neighbours = {}, {}
    for row in run.nodes.itertuples(index=False):
        number = int(row.node)
        nodes[number] = Node(number, int(row.label), row.city, row.traitor, int(row.crashes))
        neighbours[number] = [int(word) for word in row.neighbours.split()]
    links = {}
    top = max((node.label for node in nodes.values()), default=0)
    for number, others in neighbours.items():
        for other in others:
            if other in nodes and other != number:
                pair = (min(number, other), max(number, other))
                links[pair] = Link(
                    *pair, not _is_cube_link(nodes[pair[0]].label, nodes[pair[1]].label, top + 1)
                )
    links = [links[pair] for pair in sorted(links)]
    for fault in run.faults:
        _apply(fault, nodes, links)
    return nodes, links


def _is_cube_link(a, b, count):
    """One bit differs, or it does once the stand-in of a missing corner is taken for the corner."""
    top = 1 << (count - 1).bit_length() - 1 if count > 1 else 1
    corners_a = [a] + ([a ^ top] if a ^ top >= count else [])
    corners_b = [b] + ([b ^ top] if b ^ top >= count else [])
    return any(bin(x ^ y).count("1") == 1 for x in corners_a for y in corners_b)


def _apply(fault, nodes, links):
    if not fault.fired or not fault.kind.startswith(CUT_KINDS + WORSE_KINDS):
        return
    for link in links:
        if is_target(fault, nodes[link.a], nodes[link.b]):
            (link.cut_by if fault.kind.startswith(CUT_KINDS) else link.worsened_by).append(fault)


def is_target(fault, a, b):
    """Whether the link of two nodes is a target of a fault of the network.

    A target is one or more selectors with commas between them: `Lagos-Accra` and `n3-n7` (`->` for
    one direction) name links between two sides, `Lagos` and `n3` all links that leave the side.
    Groups of a partition have bars between them: links between two groups are targets.
    """
    if "|" in fault.target:
        groups = [group.split(",") for group in fault.target.split("|")]
        side_a = [i for i, group in enumerate(groups) if any(_names(a, word) for word in group)]
        side_b = [i for i, group in enumerate(groups) if any(_names(b, word) for word in group)]
        return bool(side_a and side_b and side_a != side_b)
    return any(_is_selected(word.strip(), a, b) for word in fault.target.split(","))


def _is_selected(selector, a, b):
    sides = selector.replace("->", "-").split("-")
    if len(sides) == 2:
        return (_names(a, sides[0]) and _names(b, sides[1])) or (
            _names(b, sides[0]) and _names(a, sides[1])
        )
    return _names(a, selector) != _names(b, selector)


def _names(node, word):
    word = word.strip()
    return word in (node.city, f"n{node.number}", str(node.number))
