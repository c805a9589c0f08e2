# SPDX-License-Identifier: GPL-2.0
"""A bug that no case sees must not pass for one that nothing could see."""

import argparse
import contextlib
import io
import json
import unittest
from pathlib import Path
from unittest import mock

from mdkunit_pkg import check_steps, checkers, corpus, fixes, overlay_files, progress, regressions
from mdkunit_pkg.check_steps import Context, Tally
from mdkunit_pkg.errors import FAILED, PASSED, Mend
from mdkunit_tests.test_corpus import HEADER, Base

class RunTest(Base):
    def setUp(self) -> None:
        super().setUp()
        self.seen: dict[str, list[str]] = {"caught": ["suite.row", "suite.other"], "missed": []}
        self.runs: list[str] = []
        self.mended: dict[str, bool] = {}
        for name, last in (("caught", "visible: um"), ("missed", "visible: um"), ("hidden", "unseen: no way")):
            self.bug(last=last, name=name)
        for target, what in ((check_steps, "seen"), (check_steps, "suite")):
            patch = mock.patch.object(target, what, getattr(self, what + "_stub"))
            patch.start()
            self.addCleanup(patch.stop)
        for target, what, value in ((corpus, "directory", lambda root, kind: self.top), (checkers, "ensure", mock.Mock()),
                                    (overlay_files, "own_paths", lambda root: [])):
            patch = mock.patch.object(target, what, value)
            patch.start()
            self.addCleanup(patch.stop)

    def suite_stub(self, context: Context, platform: str, kernel: str) -> Tally:
        context.failing[platform, kernel] = set()
        return Tally(passed=1)

    def seen_stub(self, _context: Context, _platform: str, _kernel: str, patch: Path,
                  mended: bool) -> tuple[list[str], str]:
        self.runs.append(patch.stem)
        self.mended[patch.stem] = mended
        return self.seen[patch.stem], "" if self.seen[patch.stem] else "no case fails"

    def run_it(self, **more: object) -> tuple[int, str]:
        options = {"kernel": "7.3", "platform": "um", "config": [], "only": [], "again": False, "json": self.top / "r.json",
                   "out": self.top, "into": None, "mutations": False, **more}
        with contextlib.redirect_stdout(io.StringIO()) as out:
            code = regressions.main(argparse.Namespace(**options))
        return code, out.getvalue()

    def test_a_bug_that_is_missed_fails(self) -> None:
        code, text = self.run_it()
        self.assertEqual(code, FAILED)
        self.assertEqual(text.splitlines()[-1], "1 caught, 1 not caught, 1 not to be seen, 0 not in this kernel")
        self.assertIn("caught on um:7.3: caught by suite.row and 1 more", text)
        verdicts = {one["name"]: one["verdict"] for one in json.loads((self.top / "r.json").read_text())["results"]}
        self.assertEqual(verdicts, {"caught": "caught", "missed": "not caught", "hidden": "unseen"})

    def test_quiet_leaves_what_is_missed(self) -> None:
        with mock.patch.object(progress, "quiet", True):
            text = self.run_it()[1]
        self.assertEqual([line.split(":")[0] for line in text.splitlines()[:-1]], ["missed on um"])

    def test_what_was_run_is_not_run_again_until_it_changes(self) -> None:
        self.run_it()
        self.run_it()
        self.assertEqual(self.runs, ["caught", "missed"])
        (self.top / "missed.cocci").write_text(HEADER.format("6.1", "visible: um") + "\n")
        self.seen["missed"] = ["suite.row"]
        self.assertEqual(self.run_it()[0], PASSED)
        self.assertEqual(self.runs, ["caught", "missed", "missed"])
        self.run_it(again=True)
        self.assertEqual(len(self.runs), 5)

    def test_what_a_known_issue_hides_is_tried_where_it_is_mended(self) -> None:
        self.bug(last="visible: um\n// behind: dirty-device-entry", name="missed")
        with mock.patch.object(fixes, "of", lambda root, kernel: [Path("dirty-device-entry.cocci")]):
            self.run_it()
        self.assertEqual(self.mended, {"caught": False, "missed": True})

    def test_mutations_keep_their_results_apart(self) -> None:
        for path in self.top.glob("*.cocci"):
            path.write_text("// what: w\n// since: 6.1\n// file: mm/a.c\n// visible: um\n")
        self.seen["hidden"] = self.seen["missed"] = ["suite.row"]
        self.assertEqual(self.run_it(mutations=True)[0], PASSED)
        self.assertEqual([path.name for path in self.top.glob("*/results-*")], ["results-7.3-um.json"])

    def test_results_that_cannot_be_read_are_refused(self) -> None:
        for text in ("{", "[]", '{"a": {}}'):
            (self.top / "results-7.3-um.json").write_text(text)
            with self.assertRaisesRegex(Mend, "no results"):
                self.run_it()

    def test_table_tells_missed_from_not_tried(self) -> None:
        self.run_it()
        page = self.top / "page.rst"
        page.write_text("head\n.. regressions begin\nold\n.. regressions end\ntail\n")
        self.bug(name="new")
        self.assertEqual(self.run_it(into=page)[0], PASSED)
        rows = {line.split()[0]: line.split()[-1] for line in page.read_text().splitlines() if line}
        self.assertEqual({name: rows[name] for name in ("caught", "missed", "hidden", "new")},
                         {"caught": "2", "missed": "missed", "hidden": "-", "new": "?"})
        self.assertNotIn("old", rows)

    def test_table_keeps_what_was_run_elsewhere(self) -> None:
        self.run_it()
        page = self.top / "page.rst"
        rule = "======  ===  ======  ===========\n"
        page.write_text(f".. regressions begin\n\n{rule}regres  fix  7.3 um  6.12 x86_64\n{rule}"
                        f"missed  r    12      -\nnew     r    12      ?\n{rule}\n.. regressions end\n")
        self.bug(name="new", last="visible: um, x86_64")
        self.assertEqual(self.run_it(into=page)[0], PASSED)
        rows = {line.split()[0]: line.split()[-2:] for line in page.read_text().splitlines() if line}
        self.assertEqual((rows["missed"], rows["new"]), (["missed", "-"], ["12", "?"]))


if __name__ == "__main__":
    unittest.main()
