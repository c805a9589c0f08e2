# SPDX-License-Identifier: GPL-2.0
"""merge loses nothing, counts nothing twice, and writes all or nothing."""

import json
from xml.etree import ElementTree

from mdkunit_pkg.errors import CONFIG, USAGE

from .fake_cells import IDS, RUNS, CellsTest


class MergeTest(CellsTest):
    def setUp(self) -> None:
        super().setUp()
        self.json, self.junit, self.mutants = (self.top / name for name in ("m.json", "m.xml", "mutants.json"))

    def run_all(self, *names: str) -> None:
        for name in names:
            self.cell(name)

    def merge(self, *paths):
        return self.mdkunit("merge", *(paths or [self.results]), "--json", self.json, "--junit", self.junit)

    def test_all_cells(self) -> None:
        self.plan_of("um-6.1", status="FAIL")
        self.run_all(*IDS)
        done = self.mdkunit("merge", self.results, "--json", self.json, "--junit", self.junit, "--mutants", self.mutants)
        self.assertEqual((done.returncode, done.stdout.splitlines()[-1]), (1, "3 passed, 1 failed, 0 skipped"), done.stderr)
        merged = json.loads(self.json.read_text())
        self.assertEqual({(one["platform"], one["kernel"]) for one in merged["platforms"]},
                         {("um", "7.3"), ("x86_64", "7.3"), ("um", "6.1"), ("x86_64", "6.1")})
        self.assertEqual({one["cell"] for one in merged["cells"]}, set(IDS))
        figures = json.loads(self.mutants.read_text())
        self.assertEqual((figures["total"]["killed"], [one["id"] for one in figures["mutants"]]), (2, ["m1", "m2"]))

    def test_junit(self) -> None:
        self.plan_of("um-7.3", status="FAIL")
        self.run_all("um-7.3", "um-7.3-mutants-1of2")
        self.plan_of("um-6.1", exit=3, report=False, say="mdkunit: error: no <disk>")
        self.run_all("um-6.1")
        self.plan_of("x86_64-6.1", status="SKIP")
        self.run_all("x86_64-6.1")
        self.merge()
        top = ElementTree.parse(self.junit).getroot()
        self.assertEqual({name: top.get(name) for name in ("tests", "failures", "errors", "skipped")},
                         {"tests": "4", "failures": "1", "errors": "1", "skipped": "1"})
        failure = top.find("testsuite[@name='um-7.3']/testcase/failure")
        self.assertEqual(failure.get("message"), "be?cause")
        self.assertIn("no <disk>", top.find("testsuite[@name='um-6.1']/testcase/error").get("message"))

    def test_no_verdict_is_not_a_pass(self) -> None:
        self.plan_of("um-6.1", exit=4, report=False)
        self.run_all("um-7.3", "um-6.1")
        done = self.merge()
        self.assertEqual(done.returncode, 4)
        self.assertIn("no verdict from um-6.1", done.stderr)

    def test_ran_twice(self) -> None:
        self.run_all("um-7.3")
        other = self.top / "other.json"
        later = self.document("um-7.3")
        later["started"] += 60
        later["report"]["totals"].update(passed=0, failed=1)
        later["exit"] = 1
        other.write_text(json.dumps(later))
        for paths in ((self.path("um-7.3"), other), (other, self.path("um-7.3"))):
            done = self.merge(*paths)
            self.assertEqual((done.returncode, done.stdout.splitlines()[-1]), (1, "0 passed, 1 failed, 0 skipped"))
            self.assertEqual(done.stderr.count("cell um-7.3 ran twice"), 1)

    def test_the_same_file_twice_is_no_news(self) -> None:
        self.run_all("um-7.3")
        done = self.merge(self.path("um-7.3"), self.path("um-7.3"))
        self.assertEqual((done.stderr, done.stdout.splitlines()[-1]), ("", "1 passed, 0 failed, 0 skipped"))

    def test_broken_is_one_line_and_nothing_is_written(self) -> None:
        self.run_all(*RUNS)
        whole = self.path("um-7.3").read_text()
        for text, code, parts in (
            (whole[:300], CONFIG, ("um-7.3.json is broken", "mdkunit cell um-7.3 again")),
            ('{"version": 1, "platforms": []}', USAGE, ("no result of mdkunit cell",)), ("[]", USAGE, ("no result",)),
            (whole.replace('"totals"', '"sums"'), CONFIG, ("lacks a part",)),
            (whole.replace('"records": []', '"records": [{}]'), CONFIG, ("lacks a part",)),
        ):
            with self.subTest(text[:40]):
                self.path("um-7.3").write_text(text)
                self.assert_one_line(self.merge(), code, *parts)
                self.assertFalse(self.json.exists() or self.junit.exists())

    def test_usage(self) -> None:
        self.assert_one_line(self.merge(self.top / "nope.json"), USAGE, "cannot read")
        (self.top / "empty").mkdir()
        self.assert_one_line(self.merge(self.top / "empty"), USAGE, "holds no results")
        self.run_all("um-7.3")
        self.assert_one_line(self.mdkunit("merge", self.results, "--json", "/no/such/x"), USAGE, "--json")
        self.assert_one_line(self.mdkunit("merge", self.results, "--mutants", self.mutants), USAGE, "none of these")
