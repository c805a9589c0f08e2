# SPDX-License-Identifier: GPL-2.0
"""Sphinx must take every page, and its warnings must not get lost."""

import contextlib
import io
import shutil
import tempfile
import unittest
from argparse import Namespace
from pathlib import Path
from unittest import mock

from mdkunit_pkg import docs, errors, run
from mdkunit_pkg.errors import Mend

from .fakes import write

INDEX = "=====\nTitle\n=====\n\n.. toctree::\n\n   one\n"


class SkipTest(unittest.TestCase):
    def test_no_sphinx_is_one_line(self) -> None:
        said = io.StringIO()
        with mock.patch.object(docs.shutil, "which", return_value=None), \
                mock.patch.object(docs.packages, "ensure", side_effect=Mend(errors.CONFIG, "no network")), \
                contextlib.redirect_stdout(said):
            self.assertEqual(docs.main(Namespace(out=None)), errors.SKIPPED)
        self.assertEqual(said.getvalue(), "SKIP docs: no network\n")


@unittest.skipUnless(shutil.which("sphinx-build"), "no sphinx-build")
class SphinxTest(unittest.TestCase):
    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.pages, self.out = Path(holder.name, "pages"), Path(holder.name, "html")

    def faults(self, **pages: str) -> list[str]:
        write(self.pages, {"index.rst": INDEX, **{f"{name}.rst": text for name, text in pages.items()}})
        return docs.faults(self.pages, self.out)

    def test_good_pages_have_no_faults(self) -> None:
        self.assertEqual(self.faults(one="One\n===\n\nText.\n"), [])
        self.assertTrue((self.out / "one.html").is_file())

    def test_a_page_that_nothing_leads_to_is_a_fault(self) -> None:
        found = self.faults(one="One\n===\n", lost="Lost\n====\n")
        self.assertEqual(len(found), 1)
        self.assertRegex(found[0], r"^lost\.rst: .*toctree")

    def test_a_bad_table_is_a_fault_each_time(self) -> None:
        bad = "One\n===\n\n==  ==\na   b\nlonger c\n==  ==\n"
        self.assertRegex(self.faults(one=bad)[0], r"^one\.rst:\d+: Malformed table")
        self.assertTrue(self.faults(one=bad))

    def test_the_projects_pages_are_clean(self) -> None:
        self.assertEqual(docs.faults(run.project_root() / docs.PAGES, self.out), [])


if __name__ == "__main__":
    unittest.main()
