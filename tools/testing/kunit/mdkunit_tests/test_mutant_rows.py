# SPDX-License-Identifier: GPL-2.0
"""Which rows are known to fail with something, and the search for the rest."""

import tempfile
import unittest
from pathlib import Path

from mdkunit_pkg.errors import Mend
from mdkunit_pkg.judge import Verdict, judge
from mdkunit_pkg.mutation import rows
from mdkunit_pkg.mutation.campaign import Baseline

HEAD = ["KTAP version 1", "1..1", "    KTAP version 1", "    # Subtest: toy", "    1..3"]
WARNING = "WARNING: mm/rmap.c:12 at f+0x1/0x2"


def verdict(*lines: str) -> Verdict:
    return judge([(0.0, line) for line in (*HEAD, *lines, "not ok 1 toy")])


class BookTest(unittest.TestCase):
    def setUp(self) -> None:
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.path = Path(scratch.name) / "mutants.rows"

    def test_what_is_written_is_read_again(self) -> None:
        book = rows.Book(excused={"tool.self": "tests the suite itself"})
        book.add("um:7.3", "f: negate: a => !(a)", ["toy.table.two", "toy.table.one", "toy.alone"])
        rows.write(self.path, book)
        self.assertEqual(rows.read(self.path), book)
        self.assertIn("\ttoy.table: one two\n", self.path.read_text())

    def test_without_a_file_nothing_is_known(self) -> None:
        self.assertEqual(rows.read(self.path), rows.Book())

    def test_line_that_is_none_of_it_is_refused(self) -> None:
        for text in ("\ttoy.table: one\n", "mutant without a place\n", "nothing\n\ttoy.alone\n"):
            self.path.write_text(text)
            with self.assertRaisesRegex(Mend, r"mutants\.rows:\d is neither"):
                rows.read(self.path)


class FailingTest(unittest.TestCase):
    def test_what_fails_behind_a_complaint_may_be_its_damage(self) -> None:
        got = verdict("    not ok 1 first", WARNING, "    ok 2 second", "    not ok 3 third")
        self.assertEqual(rows.failing(got), ["toy.first", "toy.second"])


class HuntTest(unittest.TestCase):
    def setUp(self) -> None:
        known = Baseline(Verdict(), 1.0, {1: {"table", "alone"}, 2: {"alone"}}, {"toy.table": 4, "toy.alone": 5})
        self.hunt = rows.Hunt(known, ["toy.table.one", "toy.table.two", "toy.alone"])

    def test_boots_with_the_tests_that_have_rows_left(self) -> None:
        self.assertEqual([job.cases for job in self.hunt.jobs([1])], [[4, 5]])
        self.assertEqual(self.hunt.learn(1, ["toy.alone", "other.row"]), ["toy.alone"])
        self.assertEqual(self.hunt.left, 2)
        self.assertEqual([job.cases for job in self.hunt.jobs([1, 2])], [[4]])

    def test_test_that_nothing_fails_is_left_in_the_end(self) -> None:
        for _boot in range(1000):
            jobs = list(self.hunt.jobs([2]))
            if not jobs:
                break
            self.hunt.learn(2, [])
        else:
            self.fail("the search does not end")
        self.assertEqual(self.hunt.left, 3)


if __name__ == "__main__":
    unittest.main()
