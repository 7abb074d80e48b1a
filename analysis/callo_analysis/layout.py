"""Where the corners of a hypercube stand on paper."""

import math

import numpy


def cube_positions(labels):
    """(x, y) by label, within [-1, 1].

    Up to three dimensions: the oblique square and cube. Four: the tesseract's projection into its
    Petrie octagon, where all 16 corners lie apart. Five and six: two and four tesseracts side by
    side. Beyond 64 nodes: a circle.
    """
    count = max(labels) + 1
    dimensions = max(1, (count - 1).bit_length())
    if count > 64:
        return circle_positions(labels)
    directions = _directions(dimensions)
    bits = numpy.array([[label >> d & 1 for d in range(dimensions)] for label in labels], float)
    points = (bits - 0.5) @ directions
    points -= (points.max(axis=0) + points.min(axis=0)) / 2
    points /= numpy.abs(points).max()
    return {label: tuple(point) for label, point in zip(labels, points)}


def _directions(dimensions):
    if dimensions <= 3:
        return numpy.array([(1.0, 0.0), (0.0, 1.0), (0.42, 0.36)])[:dimensions]
    # A rotation by half the step makes the octagon symmetric.
    step = math.pi / 4
    octagon = [(math.cos((d + 0.5) * step), math.sin((d + 0.5) * step)) for d in range(4)]
    return numpy.array(octagon + [(3.1, 0.45), (-0.45, 3.1)])[:dimensions]


def circle_positions(labels):
    count = max(labels) + 1
    # Gray code order: neighbours on the circle differ in one bit.
    place = {}
    for number in range(1 << (count - 1).bit_length()):
        gray = number ^ number >> 1
        if gray < count:
            place[gray] = len(place)
    return {
        label: (
            math.cos(2 * math.pi * place[label] / count),
            math.sin(2 * math.pi * place[label] / count),
        )
        for label in labels
    }
