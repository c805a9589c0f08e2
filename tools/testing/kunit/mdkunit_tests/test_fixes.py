# SPDX-License-Identifier: GPL-2.0
"""A known issue without a fix is a claim that nobody can test."""

import argparse
import re
import tempfile
import unittest
from pathlib import Path

from mdkunit_pkg import fixes, mutants, variants
from mdkunit_pkg.errors import USAGE, Mend

ROOT = Path(__file__).resolve().parents[4]


class FixesTest(unittest.TestCase):
    def test_those_of_a_kernel_begin_with_since_and_end_before_until(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            home = Path(name) / "tools/testing/kunit/fixes"
            home.mkdir(parents=True)
            (home / "always.cocci").write_text("// file: mm/a.c\n")
            (home / "new.cocci").write_text("// since: 6.19\n")
            (home / "old.cocci").write_text("// since: 6.1\n// until: 6.19\n")
            found = {version: [patch.stem for patch in fixes.of(Path(name), version)]
                     for version in ("6.1.192", "6.18", "6.19", "7.3.4")}
        self.assertEqual(found, {"6.1.192": ["always", "old"], "6.18": ["always", "old"], "6.19": ["always", "new"],
                                 "7.3.4": ["always", "new"]})

    def test_each_known_issue_names_one(self) -> None:
        text = (ROOT / "mm/tests/migrate_known_issues.c").read_text("utf-8")
        for page in re.findall(r'\.page = "(\S+)"', text):
            named = re.findall(r"tools/testing/kunit/fixes/[a-z0-9-]+\.cocci", (ROOT / "Documentation" / page).read_text("utf-8"))
            with self.subTest(page=page):
                self.assertTrue(named)
                self.assertEqual([patch for patch in named if not (ROOT / patch).is_file()], [])

    def test_each_is_for_a_page(self) -> None:
        for patch in (ROOT / "tools/testing/kunit/fixes").iterdir():
            self.assertTrue((ROOT / variants.header(patch)["fixes"]).is_file(), patch.name)

    def test_mutants_of_a_fixed_source_are_not_counted_with_others(self) -> None:
        parser = argparse.ArgumentParser()
        mutants.add_arguments(parser)
        for more in (["--trust-kills"], ["--merge", "x.jsonl"]):
            with self.subTest(more=more), self.assertRaises(Mend) as caught:
                mutants.main(parser.parse_args(["--fixed", *more]))
            self.assertEqual(caught.exception.code, USAGE)
