"""Numbers out of tables: pure functions, no drawing, no files."""

import math

import numpy


def finality_s(transactions):
    """Scheduled submission to commit of every payment; infinite for the unfinished ones."""
    latency = (transactions["committed_at_s"] - transactions["scheduled_at_s"]).to_numpy(float)
    return numpy.sort(numpy.where(numpy.isfinite(latency), latency, numpy.inf))


def percentile(sorted_values, percent):
    """Nearest rank: the smallest value that at least `percent` of all do not exceed."""
    if len(sorted_values) == 0:
        return math.nan
    rank = max(1, math.ceil(percent / 100 * len(sorted_values)))
    return float(sorted_values[rank - 1])


def cumulative_share(sorted_values):
    """Steps (x, share of all values <= x) of the finite ones; infinite ones keep it below 1."""
    finite = sorted_values[numpy.isfinite(sorted_values)]
    share = numpy.arange(1, len(finite) + 1) / max(1, len(sorted_values))
    return finite, share


def merge_windows(windows):
    """Windows of time (start, end) without their overlaps."""
    merged = []
    for start, end in sorted(windows):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def smooth_rate(times_s, duration_s, reach_s, points=2000):
    """(times, events per second around each): a triangular mean over `reach_s` either way.

    A plain moving mean would beat with the rhythm of the blocks. At both ends of the run the mean
    is over what lies within the run.
    """
    times = numpy.asarray(times_s, float)
    counts, edges = numpy.histogram(times[numpy.isfinite(times)], points, (0, duration_s))
    width_s = duration_s / points
    reach = max(1, round(min(reach_s, duration_s / 2) / width_s))
    kernel = numpy.bartlett(2 * reach + 1)
    weight = numpy.convolve(numpy.ones(points), kernel)[reach:-reach]
    rate = numpy.convolve(counts, kernel)[reach:-reach] / weight / width_s
    return edges[:-1] + width_s / 2, rate


def block_intervals(blocks):
    """(time of each commit but the first, seconds since the one before, rounds it took)."""
    at = blocks["first_commit_at_s"].to_numpy(float)
    rounds = blocks["round"].to_numpy(int) + 1
    return at[1:], numpy.diff(at), rounds[1:]
