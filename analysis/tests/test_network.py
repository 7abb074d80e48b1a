import unittest

from callo_analysis import layout, network, targets
from callo_analysis.network import Node


LAGOS = Node(3, 3, "Lagos", "", 0)
LAGOS_TOO = Node(4, 4, "Lagos", "", 0)
ACCRA = Node(7, 7, "Accra", "", 0)
CAIRO = Node(30, 30, "Cairo", "", 0)


class Targets(unittest.TestCase):
    def test_a_pair_of_cities_names_the_links_between_them_in_both_directions(self):
        for selector in ("Lagos-Accra", "Accra-Lagos", "Lagos->Accra", ["Cairo-X", "Lagos-Accra"]):
            links = targets.links_of_spec("link_down", {"links": selector})
            self.assertTrue(targets.is_target(links, LAGOS, ACCRA), selector)
            self.assertFalse(targets.is_target(links, LAGOS, LAGOS_TOO), selector)
            self.assertFalse(targets.is_target(links, LAGOS, CAIRO), selector)

    def test_node_numbers_are_whole_words(self):
        links = targets.links_of_text("n3-n7", [])
        self.assertTrue(targets.is_target(links, ACCRA, LAGOS))
        self.assertFalse(targets.is_target(links, ACCRA, CAIRO))

    def test_a_cut_region_loses_the_links_that_leave_it(self):
        for links in (
            targets.links_of_spec("region_cut", {"cities": ["Lagos"]}),
            targets.links_of_text("city 2", ["Accra", "Cairo", "Lagos"]),
        ):
            self.assertTrue(targets.is_target(links, LAGOS, ACCRA))
            self.assertFalse(targets.is_target(links, LAGOS, LAGOS_TOO))
            self.assertFalse(targets.is_target(links, CAIRO, ACCRA))

    def test_a_partition_cuts_the_links_between_its_groups(self):
        for links in (
            targets.links_of_spec("partition", {"groups": [["n3", "n4"], ["Accra", "n30"]]}),
            targets.links_of_spec("partition", {"groups": [["Lagos"]]}),
            targets.links_of_text("n3 n4 | n7 n30", []),
            targets.links_of_text("n3 n4 -> n7 n30", []),
        ):
            self.assertTrue(targets.is_target(links, LAGOS, ACCRA))
            self.assertFalse(targets.is_target(links, LAGOS, LAGOS_TOO))
            self.assertFalse(targets.is_target(links, ACCRA, CAIRO))

    def test_an_impairment_without_links_is_everywhere(self):
        links = targets.links_of_spec("loss", {"kind": "loss"})
        self.assertTrue(targets.is_target(links, LAGOS, CAIRO))
        self.assertEqual(targets.links_of_spec("crash", {"nodes": "n3"}), ())
        self.assertEqual(targets.links_of_text("8 links", []), ())

    def test_the_target_is_described_as_the_scenario_spells_it(self):
        self.assertEqual(targets.describe({"links": ["A-B", "n1-n2"]}), "A-B, n1-n2")
        self.assertEqual(targets.describe({"groups": [["n1", "n2"], "Cairo"]}), "n1, n2 | Cairo")
        self.assertEqual(targets.describe({}), "")
        self.assertEqual(targets.describe_text("city 1 0", ["Accra", "Cairo"]), "Cairo, Accra")
        self.assertEqual(targets.describe_text("n1 n2", ["Accra", "Cairo"]), "n1 n2")


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
