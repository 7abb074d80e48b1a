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


def trailing_rate(times_s, duration_s, window_s, points=600):
    """Events per second of the last `window_s` at evenly spaced times."""
    times = numpy.sort(numpy.asarray(times_s, float))
    times = times[numpy.isfinite(times)]
    at = numpy.linspace(0, duration_s, points + 1)[1:]
    start = numpy.maximum(at - window_s, 0)
    counts = numpy.searchsorted(times, at, "right") - numpy.searchsorted(times, start, "right")
    return at, counts / (at - start)


def block_intervals(blocks):
    """(time of each commit but the first, seconds since the one before, rounds it took)."""
    at = blocks["first_commit_at_s"].to_numpy(float)
    rounds = blocks["round"].to_numpy(int) + 1
    return at[1:], numpy.diff(at), rounds[1:]
