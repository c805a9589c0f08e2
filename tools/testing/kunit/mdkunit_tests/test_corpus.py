# SPDX-License-Identifier: GPL-2.0
"""A header that is wrong must not make a patch disappear."""

import tempfile
import unittest
from pathlib import Path

from mdkunit_pkg import corpus, mutations
from mdkunit_pkg.errors import USAGE, Mend

ROOT = Path(__file__).resolve().parents[4]
HEADER = "// what: w\n// symptom: s\n// reverts: r\n// since: {}\n// file: mm/a.c\n// {}\n"


class Base(unittest.TestCase):
    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.top = Path(holder.name)

    def bug(self, since: str = "6.1", last: str = "visible: um", name: str = "a") -> corpus.Bug:
        path = self.top / f"{name}.cocci"
        path.write_text(HEADER.format(since, last))
        return corpus.bug(path)

    def mutation(self, *more: str) -> corpus.Bug:
        path = self.top / "m.cocci"
        path.write_text("".join(f"// {line}\n" for line in ("what: w", "since: 6.1", "file: mm/a.c", "visible: um", *more)))
        return corpus.bug(path, corpus.MUTATIONS)


class CorpusTest(Base):
    def test_headers_are_complete(self) -> None:
        bugs = corpus.read(ROOT)
        self.assertGreaterEqual(len(bugs), 40)
        self.assertGreaterEqual(sum(bug.applies("6.1") for bug in bugs), 20)
        self.assertTrue(3 <= sum(bug.check for bug in bugs) <= 6)

    def test_only_kernels_with_the_code_are_tried(self) -> None:
        bug = self.bug("6.12", "visible: um\n// until: 7.2")
        self.assertEqual([bug.applies(kernel) for kernel in ("6.1", "6.12", "7.1", "7.2")], [False, True, True, False])

    def test_uml_may_need_a_fragment(self) -> None:
        bug = self.bug(last="visible: um, x86_64\n// config: devmem")
        self.assertEqual(bug.hidden("um", ()), "needs --config devmem")
        self.assertEqual((bug.hidden("um", ("devmem",)), bug.hidden("x86_64", ())), ("", ""))
        bug = self.bug(last="visible: x86_64\n// config: hugetlb")
        self.assertEqual(bug.hidden("x86_64", ("devmem",)), "needs --config hugetlb")
        self.assertIn("x86_64", self.bug().hidden("x86_64", ()))

    def test_either_visible_or_a_reason(self) -> None:
        for last in ("check: yes", "visible: um\n// unseen: no", "visible: vax", "visible: um\n// sine: 6.1",
                     "visible: um\n// since: 6.12", "visible: um\n// seen: um:7.3 suite.row"):
            with self.subTest(last=last), self.assertRaises(Mend) as caught:
                self.bug(last=last)
            self.assertEqual(caught.exception.code, USAGE)

    def test_mutations_say_which_cases_see_them(self) -> None:
        bug = self.mutation("seen: um:7.3, x86_64:6.12 suite.case.row", "seen: um:7.3 suite.other")
        self.assertEqual(bug.cases("um", "7.3"), {"suite.case.row", "suite.other"})
        self.assertEqual(bug.cases("x86_64", "6.12"), {"suite.case.row"})
        self.assertEqual(bug.cases("um", "6.12"), set())
        for seen in ("suite.row", "um:7.3 row", "um suite.row", "vax:7.3 suite.row", "um:7.3"):
            with self.subTest(seen=seen), self.assertRaisesRegex(Mend, "does not name a case"):
                self.mutation(f"seen: {seen}")

    def test_there_is_a_mutation_of_each_phase_to_check(self) -> None:
        bugs = corpus.read(ROOT, corpus.MUTATIONS)
        self.assertEqual(len(mutations.sample(bugs, "um", "7.3")), len(mutations.PHASES))

    def test_a_name_that_selects_nothing_is_refused(self) -> None:
        bugs = [self.bug()]
        self.assertEqual(corpus.chosen(bugs, ["[ab]"]), bugs)
        with self.assertRaises(Mend):
            corpus.chosen(bugs, ["b"])


if __name__ == "__main__":
    unittest.main()
