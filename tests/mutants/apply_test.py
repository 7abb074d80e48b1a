#!/usr/bin/env python3
"""Every mutant says what it is and still applies to this tree."""
import sys
import unittest

import patches
import tables

TREE = patches.FOLDER.parent.parent
FEWEST = 20


class MutantsTest(unittest.TestCase):
    def test_there_are_enough(self):
        self.assertGreaterEqual(len(patches.read_all()), FEWEST)

    def test_a_row_names_no_folder_of_one_machine(self):
        self.assertEqual(tables.in_the_tree("/some/where/protocol/node/node.cpp:7: internal error"),
                         "protocol/node/node.cpp:7: internal error")
        self.assertEqual(tables.in_the_tree("signal 11"), "signal 11")

    def test_ids_are_distinct(self):
        ids = [mutant.id for mutant in patches.read_all()]
        self.assertEqual(len(ids), len(set(ids)))

    def test_each_applies_and_changes_something(self):
        for mutant in patches.read_all():
            with self.subTest(mutant=mutant.name):
                for file, text in patches.mutated(mutant, TREE).items():
                    self.assertNotEqual(text, (TREE / file).read_text(encoding="utf-8"))

    def test_a_patch_of_other_code_does_not_apply(self):
        mutant = patches.read_all()[0]
        file = next(iter(mutant.hunks))
        mutant.hunks[file][0][0].append("no such line")
        with self.assertRaises(patches.DoesNotApply):
            patches.mutated(mutant, TREE)


if __name__ == "__main__":
    sys.exit(unittest.main())
