"""What a fault is aimed at: links between sides.

A side is a tuple of words: a city, `n3`, or `all`. A fault's links are pairs of sides; the second
side is None where everything outside the first one is meant. Directions do not matter here.
"""

import re

REST = None
EVERYWHERE = ((("all",), ("all",)),)
IMPAIRMENTS = ("loss", "delay", "duplication", "reordering")


def describe(spec):
    """The target as the scenario spells it; empty when it names none."""
    if spec.get("groups"):
        return " | ".join(", ".join(_words(group)) for group in spec["groups"])
    return ", ".join(
        word for key in ("nodes", "links", "cities") for word in _words(spec.get(key, ()))
    )


def links_of_spec(kind, spec):
    """The links of a [[fault]] table of the scenario."""
    if spec.get("links"):
        return tuple(_pair(word) for word in _words(spec["links"]))
    if spec.get("cities"):
        return ((_words(spec["cities"]), REST),)
    if spec.get("groups"):
        return _between([_words(group) for group in spec["groups"]])
    return EVERYWHERE if spec and kind in IMPAIRMENTS else ()


def links_of_text(text, cities):
    """The links of a target in faults.csv, for faults that the scenario did not spell out."""
    if text == "all links":
        return EVERYWHERE
    named = _numbered_cities(text, cities)
    if named:
        return ((named, REST),)
    groups = re.split(r" \| | -> ", text)
    if len(groups) > 1 and all(re.fullmatch(r"n\d+( n\d+)*", group) for group in groups):
        return _between([tuple(group.split()) for group in groups])
    if re.fullmatch(r"[^,|]+->?[^,|]+", text):
        return (_pair(text),)
    return ()


def describe_text(text, cities):
    """A target in faults.csv for people: cities by name, not by number."""
    return ", ".join(_numbered_cities(text, cities)) or text


def _numbered_cities(text, cities):
    """`city 0 2` counts the run's cities in byte order."""
    if not re.fullmatch(r"city( \d+)+", text):
        return ()
    indices = [int(word) for word in text.split()[1:]]
    return tuple(cities[index] for index in indices if index < len(cities))


def is_target(links, a, b):
    """Whether the link between two nodes is among them."""
    return any(_joins(first, second, a, b) for first, second in links)


def _joins(first, second, a, b):
    if second is REST:
        return _is_on(first, a) != _is_on(first, b)
    return (_is_on(first, a) and _is_on(second, b)) or (_is_on(first, b) and _is_on(second, a))


def _is_on(side, node):
    return any(word in ("all", node.city, f"n{node.number}", str(node.number)) for word in side)


def _words(value):
    return (value,) if isinstance(value, str) else tuple(str(word) for word in value)


def _pair(selector):
    first, _, second = selector.replace("->", "-").partition("-")
    return ((first.strip(),), (second.strip(),))


def _between(groups):
    if len(groups) == 1:
        return ((groups[0], REST),)
    return tuple((a, b) for i, a in enumerate(groups) for b in groups[i + 1 :])
