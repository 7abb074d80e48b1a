import math
import unittest

import numpy
import pandas

from callo_analysis import statistics


class Finality(unittest.TestCase):
    def test_counts_from_the_scheduled_submission_and_unfinished_as_infinite(self):
        table = pandas.DataFrame(
            {"scheduled_at_s": [0.0, 1.0, 2.0], "committed_at_s": [3.0, numpy.nan, 2.5]}
        )
        self.assertEqual(list(statistics.finality_s(table)), [0.5, 3.0, math.inf])

    def test_percentile_is_the_nearest_rank(self):
        values = numpy.arange(1.0, 101.0)
        self.assertEqual(statistics.percentile(values, 50), 50)
        self.assertEqual(statistics.percentile(values, 99), 99)
        self.assertEqual(statistics.percentile(values, 100), 100)
        self.assertEqual(statistics.percentile(numpy.array([7.0]), 1), 7)
        self.assertTrue(math.isnan(statistics.percentile(numpy.array([]), 50)))

    def test_share_stays_below_one_when_something_is_unfinished(self):
        x, share = statistics.cumulative_share(numpy.array([1.0, 2.0, math.inf, math.inf]))
        self.assertEqual(list(x), [1.0, 2.0])
        self.assertEqual(list(share), [0.25, 0.5])


class OverTime(unittest.TestCase):
    def test_smooth_rate_is_level_for_regular_blocks_up_to_both_ends(self):
        blocks = numpy.repeat(numpy.arange(0.65, 60, 1.3), 65)
        at, rate = statistics.smooth_rate(blocks, 60.0, 3.0)
        self.assertTrue(0 < at[0] < at[-1] < 60)
        self.assertLess(numpy.abs(rate[200:-200] - 50).max(), 2.5)
        self.assertGreater(rate[0], 40)

    def test_smooth_rate_keeps_the_number_of_events_and_sees_a_gap(self):
        at, rate = statistics.smooth_rate([20.0, 20.0, numpy.nan], 40.0, 3.0)
        self.assertAlmostEqual(rate.sum() * 40 / len(rate), 2)
        self.assertEqual(rate[at < 16].max(), 0)
        self.assertAlmostEqual(rate.max(), 2 / 3.0, places=2)

    def test_windows_that_overlap_are_merged(self):
        windows = [(5, 6), (1, 3), (2, 4), (4, 4.5)]
        self.assertEqual(statistics.merge_windows(windows), [(1, 4.5), (5, 6)])

    def test_block_intervals_are_between_first_commits(self):
        blocks = pandas.DataFrame({"first_commit_at_s": [1.0, 3.0, 3.5], "round": [0, 1, 0]})
        at, interval, rounds = statistics.block_intervals(blocks)
        self.assertEqual(list(at), [3.0, 3.5])
        self.assertEqual(list(interval), [2.0, 0.5])
        self.assertEqual(list(rounds), [2, 1])


if __name__ == "__main__":
    unittest.main()
