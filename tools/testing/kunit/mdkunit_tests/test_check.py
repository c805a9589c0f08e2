# SPDX-License-Identifier: GPL-2.0
"""check must not take silence, or the wrong failure, for success."""

import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

from mdkunit_pkg import check, check_steps, check_user, lint_build, matrix
from mdkunit_pkg.check_steps import Context, Tally
from mdkunit_pkg.errors import USAGE, Mend
from mdkunit_pkg.findings import Source


class Base(unittest.TestCase):
    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.top = Path(holder.name)
        self.context = Context(self.top, self.top)


class CellsTest(Base):
    def test_default_is_all_six(self) -> None:
        self.assertEqual(len(check.parse_cells(matrix.checked())), 6)

    def test_selection(self) -> None:
        self.assertEqual(check.parse_cells("um:7.3, x86_64:6.1,um:7.3"), [("um", "7.3"), ("x86_64", "6.1")])

    def test_nonsense_is_refused(self) -> None:
        for text in ("", "um", "arm:7.3", "um:"):
            with self.assertRaises(Mend) as caught:
                check.parse_cells(text)
            self.assertEqual(caught.exception.code, USAGE)

    def test_seeds_follow_the_first_cell_of_each_platform(self) -> None:
        seeds = self.top / "tools/testing/kunit/regressions"
        seeds.mkdir(parents=True)
        header = "// what: a\n// symptom: b\n// reverts: c\n// since: 6.1\n// file: d\n"
        (seeds / "a.cocci").write_text(header + "// visible: um, x86_64\n// check: yes\n")
        (seeds / "b.cocci").write_text(header + "// visible: x86_64\n// check: yes\n")
        (seeds / "c.cocci").write_text(header + "// visible: um\n")
        names = [name for name, _work in check.plan(check.parse_cells("um:7.3,x86_64:6.1,um:6.1"), self.context)]
        self.assertEqual([name for name in names if name.startswith(("suite", "seed"))], [
            "suite on um:7.3", "suite on um:7.3 without devmem", "seed a on um:7.3", "suite on x86_64:6.1",
            "seed a on x86_64:6.1", "seed b on x86_64:6.1", "suite on um:6.1"])

    def test_a_mutation_of_each_phase_follows_the_first_uml_cell(self) -> None:
        mutations = self.top / "tools/testing/kunit/mutations"
        mutations.mkdir(parents=True)
        for name, *seen in (("collect_a", "um:7.3 s.many", "um:7.3 s.more"), ("collect_b", "um:7.3 s.one"),
                            ("collect_c",), ("unmap_a", "x86_64:7.3 s.one"),
                            ("finalize_a", "um:6.12, um:7.3, x86_64:7.3 s.two")):
            (mutations / f"{name}.cocci").write_text(
                "// what: a\n// since: 6.1\n// file: d\n// visible: um\n" + "".join(f"// seen: {one}\n" for one in seen))
        plan = check.plan(check.parse_cells("x86_64:7.3,um:7.3,um:6.1"), self.context)
        self.assertEqual([name for name, _work in plan if name.startswith(("suite", "mutation"))], [
            "suite on x86_64:7.3", "suite on um:7.3", "suite on um:7.3 without devmem",
            "mutation collect_b on um:7.3", "mutation finalize_a on um:7.3", "suite on um:6.1"])


class StepsTest(Base):
    def ran(self, code: object, text: str, cases: list[dict[str, str]]) -> tuple[object, str, dict[str, object]]:
        failed = sum(case["status"] == "FAIL" for case in cases)
        totals = {"passed": len(cases) - failed, "failed": failed, "skipped": 0}
        return code, text, {"platforms": [{"cases": cases}], "totals": totals} if cases else {}

    def seed(self, *result: object) -> Tally:
        with mock.patch.object(check_steps, "_run", return_value=self.ran(*result)):  # type: ignore[arg-type]
            return check_steps.seed(self.context, "um", "7.3", Path("x.cocci"))

    def suite(self, *result: object) -> Tally:
        with mock.patch.object(check_steps, "_run", return_value=self.ran(*result)):  # type: ignore[arg-type]
            return check_steps.suite(self.context, "um", "7.3")

    def test_seed_counts_only_when_a_case_names_it(self) -> None:
        good = [{"suite": "s", "case": "t.row", "status": "PASS"}]
        bad = [{"suite": "s", "case": "t.row", "status": "FAIL"}]
        self.assertEqual(self.seed(1, "", bad).passed, 1)
        for result in ((0, "", good), (1, "", good), (4, "mdkunit: error: no build", []), (None, "", [])):
            self.assertEqual(self.seed(*result).failed, 1, result)

    def test_seed_is_not_seen_by_what_fails_anyway(self) -> None:
        self.context.failing["um", "7.3"] = {"s.t.row"}
        bad = [{"suite": "s", "case": "t.row", "status": "FAIL"}]
        self.assertEqual(self.seed(1, "", bad).failed, 1)
        self.assertEqual(self.seed(1, "", [*bad, {"suite": "s", "case": "t.other", "status": "FAIL"}]).passed, 1)

    def test_mutation_counts_only_when_the_listed_cases_fail(self) -> None:
        failing = [{"suite": "s", "case": "t.row", "status": "FAIL"}]
        passing = [{"suite": "s", "case": "t.row", "status": "PASS"}]
        for code, cases, listed, want in ((1, failing, {"s.t.row"}, (1, 0)), (1, failing, {"s.t.other"}, (0, 1)),
                                          (1, failing, {"s.t.row", "s.t.other"}, (1, 1)),
                                          (0, passing, {"s.t.row"}, (0, 1)), (4, [], {"s.t.row"}, (0, 1)),
                                          (None, [], {"s.t.row"}, (0, 1))):
            with mock.patch.object(check_steps, "_run", return_value=self.ran(code, "", cases)):
                tally = check_steps.mutation(self.context, "um", "7.3", Path("x.cocci"), listed)
            self.assertEqual((tally.passed, tally.failed), want, (code, cases, listed))

    def test_a_row_of_a_known_issue_must_pass_with_the_fixes(self) -> None:
        skip = "known issue: it is lost (see Documentation/mdkunit/finds/a.rst)"
        plain = [{"suite": "s", "case": "t.hidden", "status": "SKIP", "reason": skip},
                 {"suite": "s", "case": "t.bare", "status": "SKIP", "reason": "needs CONFIG_SWAP"},
                 {"suite": "s", "case": "t.row", "status": "PASS", "reason": ""}]
        self.suite(0, "", plain)

        def fixed(hidden: str, row: str = "PASS") -> Tally:
            cases = [dict(plain[0], status=hidden), plain[1], dict(plain[2], status=row)]
            with mock.patch.object(check_steps, "_run", return_value=self.ran(int("FAIL" in (hidden, row)), "", cases)):
                return check_steps.fixes(self.context, "um", "7.3")

        self.assertEqual(str(fixed("PASS")), "1 passed, 0 failed, 0 skipped")
        self.assertEqual(str(fixed("FAIL")), "0 passed, 1 failed, 0 skipped")
        self.assertEqual(str(fixed("SKIP")), "0 passed, 1 failed, 0 skipped")
        self.assertEqual(fixed("PASS", "FAIL").details, ["does not pass with our fixes: s.t.row"])

    def test_suite_without_cases_fails(self) -> None:
        self.assertEqual(self.suite(0, "", []).failed, 1)
        self.assertEqual(self.suite(5, "mdkunit: error: no KTAP", []).details, ["exit code 5: no KTAP"])

    def test_suite_with_a_bad_name_fails(self) -> None:
        self.assertEqual(self.suite(0, "", [{"suite": "s", "case": "t.in setup", "status": "PASS"}]).failed, 1)

    def test_exit_code_and_report_must_agree(self) -> None:
        self.assertEqual(self.suite(1, "", [{"suite": "s", "case": "t", "status": "PASS"}]).failed, 1)

    def test_python_tests_are_counted(self) -> None:
        for text, want in (("Ran 9 tests in 1s\n\nOK (skipped=2)", (7, 0, 2)),
                           ("FAIL: a\nRan 9 tests in 1s\n\nFAILED (failures=1, errors=1)", (7, 2, 0)),
                           ("ImportError: x", (0, 1, 0)), ("Ran 0 tests in 0s\n\nOK", (0, 1, 0))):
            with mock.patch.object(check_steps, "call", return_value=(int("OK" not in text), text)):
                tally = check_steps.python_tests(self.context)
            self.assertEqual((tally.passed, tally.failed, tally.skipped), want)

    def test_a_step_that_hangs_is_ended(self) -> None:
        code, text = check_steps.call(self.context, "x", ["sh", "-c", "echo here; sleep 60"], 0.5)
        self.assertEqual((code, text), (None, "here"))

    def test_quiet_leaves_the_steps_that_fail(self) -> None:
        def refuse(_context: Context) -> Tally:
            raise Mend(USAGE, "it does not work")

        steps = [("good", lambda _context: Tally(passed=2, details=["so"])), ("bad", refuse)]
        said = io.StringIO()
        with mock.patch.object(check.progress, "quiet", True), contextlib.redirect_stdout(said):
            for name, work in steps:
                check._report(name, work, self.context)
        self.assertRegex(said.getvalue(), r"^check: bad: FAILED, .*\n    it does not work\n$")

    def test_a_report_that_is_no_json_is_none(self) -> None:
        def call(_context: object, name: str, *_rest: object) -> tuple[int, str]:
            (self.top / f"{name}.json").write_text(json.dumps({})[:1])
            return 0, ""
        with mock.patch.object(check_steps, "call", call):
            self.assertEqual(check_steps.suite(self.context, "um", "7.3").failed, 1)


class WatchTest(Base):
    def test_any_change_to_a_tree_is_seen(self) -> None:
        tree = self.top / "linux"
        tree.mkdir()
        (tree / "a.c").write_text("x")
        watch = check_user.Watch(["7.3"])
        with mock.patch.object(check_user.fetch, "tree_of", return_value=SimpleNamespace(path=tree)):
            watch.remember(self.context)
        self.assertEqual(watch.compare(self.context).passed, 1)
        (tree / "__pycache__").mkdir()
        self.assertEqual(watch.compare(self.context).failed, 1)


class WarningsTest(unittest.TestCase):
    FILES = [Source("lib/mm_kunit/a.c", "int x;\nmodule_param(y, int, 0);\n"), Source("mm/tests/b.c", "int z;\n")]

    def parsed(self, out: str) -> list[str]:
        view = SimpleNamespace(path=Path("/view"))
        build = SimpleNamespace(view=view, recipe=SimpleNamespace(make_options=["W=1"], platform="um"))
        return [str(one) for one in lint_build._parsed(out, build, self.FILES)]  # type: ignore[arg-type]

    def test_warnings_of_the_suite_are_taken_from_every_spelling(self) -> None:
        self.assertEqual(self.parsed("/view/mm/../lib/mm_kunit/a.c:1:5: warning: bad"),
                         ["lib/mm_kunit/a.c:1: gcc or sparse (um): bad"])
        self.assertEqual(self.parsed("mm/tests/b.c:1: error: worse"), ["mm/tests/b.c:1: gcc or sparse (um): worse"])

    def test_warnings_of_the_kernel_and_exempt_ones_are_left_out(self) -> None:
        self.assertEqual(self.parsed("/view/mm/memory.c:1:5: warning: bad\n"
                                     "/view/lib/mm_kunit/a.c:2:1: error: bad constant expression"), [])

    def test_sparse_that_is_refused_is_a_finding(self) -> None:
        self.assertEqual(len(self.parsed("Makefile:1: C=2 specified, but sparse is not available or not up to date")), 1)


class RowNameTest(unittest.TestCase):
    def test_a_row_named_as_its_table_is_a_fault(self) -> None:
        self.assertEqual(check_steps.name_faults([{"suite": "pages", "case": "taken.clean"}]), [])
        self.assertIn("name of its table", check_steps.name_faults([{"suite": "pages", "case": "taken.taken"}])[0])


if __name__ == "__main__":
    unittest.main()
