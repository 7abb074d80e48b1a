"""Nodes, links and what faults did to them."""

from dataclasses import dataclass, field

from callo_analysis import targets

CUT_KINDS = ("link_down", "region_cut", "partition")


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
    if 2 * len(links) == len(nodes) * (len(nodes) - 1):
        for link in links:
            link.is_extra = False  # a complete graph is no cube with extra links
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
    if not fault.fired or not fault.kind.startswith(CUT_KINDS + targets.IMPAIRMENTS):
        return
    for link in links:
        if targets.is_target(fault.links, nodes[link.a], nodes[link.b]):
            (link.cut_by if fault.kind.startswith(CUT_KINDS) else link.worsened_by).append(fault)
