import unittest

from callo_analysis import layout, network
from callo_analysis.load import Fault
from callo_analysis.network import Node


def fault(target, kind="link_down"):
    return Fault("f", kind, target, 0.0, 1.0, 1)


LAGOS = Node(3, 3, "Lagos", "", 0)
LAGOS_TOO = Node(4, 4, "Lagos", "", 0)
ACCRA = Node(7, 7, "Accra", "", 0)
CAIRO = Node(30, 30, "Cairo", "", 0)


class Targets(unittest.TestCase):
    def test_a_pair_of_cities_names_the_links_between_them_in_both_directions(self):
        for target in ("Lagos-Accra", "Accra-Lagos", "Lagos->Accra", "Cairo-Paris, Lagos-Accra"):
            self.assertTrue(network.is_target(fault(target), LAGOS, ACCRA), target)
            self.assertFalse(network.is_target(fault(target), LAGOS, LAGOS_TOO), target)
            self.assertFalse(network.is_target(fault(target), LAGOS, CAIRO), target)

    def test_node_numbers_are_whole_words(self):
        self.assertTrue(network.is_target(fault("n3-n7"), ACCRA, LAGOS))
        self.assertFalse(network.is_target(fault("n3-n7"), ACCRA, CAIRO))

    def test_one_place_names_the_links_that_leave_it(self):
        self.assertTrue(network.is_target(fault("Lagos", "region_cut"), LAGOS, ACCRA))
        self.assertFalse(network.is_target(fault("Lagos", "region_cut"), LAGOS, LAGOS_TOO))
        self.assertFalse(network.is_target(fault("Lagos", "region_cut"), CAIRO, ACCRA))

    def test_a_partition_names_the_links_between_its_groups(self):
        split = fault("n3,n4|Accra,n30", "partition")
        self.assertTrue(network.is_target(split, LAGOS, ACCRA))
        self.assertFalse(network.is_target(split, LAGOS, LAGOS_TOO))
        self.assertFalse(network.is_target(split, ACCRA, CAIRO))


class CubeLinks(unittest.TestCase):
    def test_one_bit_makes_a_link_of_the_cube(self):
        self.assertTrue(network._is_cube_link(5, 7, 16))
        self.assertFalse(network._is_cube_link(5, 10, 16))

    def test_a_stand_in_has_the_links_of_the_missing_corner(self):
        # With six nodes 2 stands in for 6, which is a neighbour of 4.
        self.assertTrue(network._is_cube_link(2, 4, 6))
        self.assertFalse(network._is_cube_link(3, 4, 6))


class Layout(unittest.TestCase):
    def test_no_two_corners_coincide(self):
        for count in (2, 3, 4, 7, 8, 16, 23, 32, 64, 100, 128):
            places = layout.cube_positions(list(range(count)))
            self.assertEqual(len(places), count)
            points = sorted(places.values())
            for i, (x0, y0) in enumerate(points):
                self.assertLessEqual(max(abs(x0), abs(y0)), 1 + 1e-9)
                for x1, y1 in points[i + 1 :]:
                    self.assertGreater((x0 - x1) ** 2 + (y0 - y1) ** 2, 0.03**2, count)


if __name__ == "__main__":
    unittest.main()
