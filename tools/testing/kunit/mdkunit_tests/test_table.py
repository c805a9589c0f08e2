# SPDX-License-Identifier: GPL-2.0
"""The coverage table is made from reports, and from nothing else."""

import json
import tempfile
import unittest
from pathlib import Path

from mdkunit_pkg import cli, table


def report(kernel, platform, *cases):
    return {"platforms": [{"kernel": kernel, "platform": platform, "seconds": {"run": 1.25}, "cases": [
        {"suite": suite, "case": "a", "status": status, "seconds": 0.5, "reason": ""} for suite, status in cases]}]}


class TableTest(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.home = Path(scratch.name)

    def file(self, name, content):
        path = self.home / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        return path

    def test_newest_kernel_first_and_um_before_x86_64(self):
        cells = table.read_cells([self.file("1", report("6.1.9", "um", ("s", "PASS"))),
                                  self.file("2", report("6.12.1", "x86_64", ("s", "PASS"))),
                                  self.file("3", report("6.12.1", "um", ("s", "PASS")))])
        self.assertEqual(table.table(cells).splitlines()[0], "| suite | 6.12 um | 6.12 x86_64 | 6.1 um |")

    def test_counts_what_passed_was_skipped_and_failed(self):
        cells = table.read_cells([self.file("1", report(
            "7.3.4", "um", ("s", "PASS"), ("s", "SKIP"), ("s", "PASS"), ("t", "FAIL"), ("t", "ERROR")))])
        lines = table.table(cells).splitlines()
        self.assertIn("| s | 2 / 1 |", lines)
        self.assertIn("| t | 0 / **2 failed** |", lines)
        self.assertIn("| **all** | 2 / 1 / **2 failed** |", lines)
        self.assertIn("| boot and run | 1.2 s |", lines)
        self.assertIn("| in the cases | 2.50 s |", lines)

    def test_a_suite_that_a_cell_lacks_is_a_dash(self):
        cells = table.read_cells([self.file("1", report("7.3.4", "um", ("s", "PASS"))),
                                  self.file("2", report("7.3.4", "x86_64", ("t", "PASS")))])
        self.assertIn("| s | 1 | - |", table.table(cells).splitlines())

    def test_suites_of_a_family_share_a_line(self):
        cells = table.read_cells([self.file("1", report(
            "7.3.4", "um", ("migrate_device_huge_pages", "PASS"), ("migrate_device_huge_split", "PASS"),
            ("migrate_device_order", "PASS"), ("rmap_unmap", "PASS")))])
        names = [line.split("|")[1].strip() for line in table.table(cells).splitlines()[2:5]]
        self.assertEqual(names, ["migrate_device_huge* (2 suites)", "migrate_device_order", "rmap_unmap"])

    def test_replaces_the_block_and_nothing_else(self):
        readme = self.file("README", f"above\n{table.BEGIN}: how -->\nold\n{table.END}\nbelow\n")
        found = self.file("1", report("7.3.4", "um", ("s", "PASS")))
        self.assertEqual(cli.main(["table", str(found), "--into", str(readme)]), 0)
        text = readme.read_text("utf-8")
        self.assertTrue(text.startswith(f"above\n{table.BEGIN}: how -->\n| suite"))
        self.assertTrue(text.endswith(f"{table.END}\nbelow\n"))
        self.assertNotIn("old", text)

    def test_what_is_no_report_is_a_usage_error(self):
        for content in ("{", "[]", "{}", '{"platforms": [{}]}'):
            with self.subTest(content=content):
                self.assertEqual(cli.main(["table", str(self.file("1", content))]), 2)

    def test_a_file_without_the_block_is_left_alone(self):
        readme = self.file("README", "nothing here\n")
        found = self.file("1", report("7.3.4", "um", ("s", "PASS")))
        self.assertEqual(cli.main(["table", str(found), "--into", str(readme)]), 2)
        self.assertEqual(readme.read_text("utf-8"), "nothing here\n")
