# SPDX-License-Identifier: GPL-2.0
"""The judge on logs: what is a case, what a complaint, and whose it is."""

import unittest

from mdkunit_pkg import judge
from mdkunit_pkg.judge import ERROR, FAIL, PASS, SKIP

HEAD = ["KTAP version 1", "1..2", "    KTAP version 1", "    # Subtest: collect", "    # module: collect_kunit",
        "    1..3"]
TABLE = ["        KTAP version 1", "        # Subtest: pages"]
CUT = "------------[ cut here ]------------"
WARN_61 = "WARNING: CPU: 0 PID: 12 at mm/rmap.c:1233 folio_add+0x1/0x2"
WARN_73 = "WARNING: mm/rmap.c:1233 at folio_add+0x1/0x2, CPU#0: kunit_try_catch/12"
SECOND = ["ok 1 collect", "    KTAP version 1", "    # Subtest: order", "    1..1", "    ok 1 only", "ok 2 order"]
WHOLE = HEAD + ["    ok 1 one"] + TABLE + [
    "        ok 1 clean", "        ok 2 dirty", "    # pages: pass:2 fail:0 skip:0 total:2", "    ok 2 pages",
    "    ok 3 three", "# collect: pass:3 fail:0 skip:0 total:3"] + SECOND


def verdict(lines, ending="", listing=None):
    return judge.judge(((0.1 * number, line) for number, line in enumerate(lines)), ending, listing)


def statuses(result):
    return {case.name: case.status for case in result.cases}


def with_before(lines, marker, *extra):
    at = lines.index(marker)
    return lines[:at] + list(extra) + lines[at:]


FAULT = "mm_kunit: allocation 7 was made to fail"
FAILED = "        # pages: EXPECTATION FAILED at mm/tests/a.c:1"
FAILING = [line.replace("ok 2 dirty", "not ok 2 dirty").replace("ok 2 pages", "not ok 2 pages")
           .replace("ok 1 collect", "not ok 1 collect") for line in WHOLE]
FAILING_ROW = "        not ok 2 dirty"


class Faults(unittest.TestCase):
    """What an allocation that fails excuses, and what it does not."""

    def test_a_row_may_fail(self):
        result = verdict(with_before(FAILING, FAILING_ROW, FAILED, FAULT))
        case = result.cases[2]
        self.assertEqual((case.name, case.status, case.reason), ("collect.pages.dirty", SKIP, judge.EXCUSE))
        self.assertEqual(result.count(FAIL, ERROR), 0)
        self.assertEqual((len(result.cases), result.faults), (5, 1))

    def test_one_that_passes_all_the_same_passes(self):
        result = verdict(with_before(WHOLE, "        ok 2 dirty", FAULT))
        self.assertEqual((result.cases[2].status, result.faults), (PASS, 1))

    def test_only_the_row_that_met_it(self):
        result = verdict(with_before(FAILING, "        ok 1 clean", FAULT))
        self.assertEqual((result.cases[1].status, result.cases[2].status), (PASS, FAIL))

    def test_where_none_failed_nothing_is_excused(self):
        none = "mm_kunit: 12 allocations, none made to fail"
        result = verdict(with_before(FAILING, FAILING_ROW, FAILED, none))
        self.assertEqual((result.cases[2].status, result.faults), (FAIL, 0))

    def test_a_complaint_is_not_excused(self):
        result = verdict(with_before(FAILING, FAILING_ROW, FAILED, CUT, WARN_73, FAULT))
        self.assertEqual(result.cases[2].status, FAIL)
        self.assertIn("mm/rmap.c:1233", result.cases[2].reason)

    def test_what_an_allocator_says_that_has_nothing_is_no_complaint(self):
        words = ("kunit_try_catch: page allocation failure: order:0, mode:0xcc0(GFP_KERNEL), nodemask=(null)",
                 "CPU: 0 UID: 0 PID: 12 Comm: kunit_try_catch Tainted: G N 7.3.4 #1", "Call Trace:", "Mem-Info:",
                 "SLUB: Unable to allocate memory on CPU 0 (of node 0) on node -1, gfp=0xcc0(GFP_KERNEL)",
                 "FAULT_INJECTION: forcing a failure.")
        result = verdict(with_before(FAILING, FAILING_ROW, FAILED, "        got NULL", *words, FAULT))
        self.assertEqual((result.complaints, result.count(FAIL)), ([], 0))

    def test_nor_is_what_the_teardown_finds(self):
        result = verdict(with_before(FAILING, FAILING_ROW, FAULT, FAILED))
        self.assertEqual(result.cases[2].status, FAIL)

    def test_nor_a_suite_that_fails_by_itself(self):
        lines = [line.replace("ok 1 collect", "not ok 1 collect") for line in WHOLE]
        result = verdict(with_before(lines, "        ok 2 dirty", FAULT))
        self.assertEqual(statuses(result)["collect.(suite)"], FAIL)


class Ktap(unittest.TestCase):
    def test_rows_and_plain_tests_are_the_cases(self):
        result = verdict(WHOLE)
        self.assertEqual(statuses(result), {"collect.one": PASS, "collect.pages.clean": PASS,
                                            "collect.pages.dirty": PASS, "collect.three": PASS, "order.only": PASS})
        self.assertTrue(result.complete)
        self.assertEqual(result.complaints, [])

    def test_time_stamps_and_carriage_returns_do_not_matter(self):
        stamped = [f"[    {1 + number / 8:.6f}] {line}\r" for number, line in enumerate(WHOLE)]
        result = verdict(stamped)
        self.assertEqual(statuses(result), statuses(verdict(WHOLE)))
        self.assertEqual(result.cases[2].seconds, 0.125)

    def test_caller_in_the_stamp(self):
        self.assertEqual(statuses(verdict([f"[    0.5][   T12] {line}" for line in WHOLE])), statuses(verdict(WHOLE)))

    def test_text_before_ktap_is_ignored(self):
        self.assertTrue(verdict(["[12:00:00] Starting KUnit Kernel (1/1)...", "Linux version 7.3.4"] + WHOLE).complete)

    def test_skip_carries_its_reason(self):
        lines = [line.replace("ok 2 dirty", "ok 2 dirty # SKIP needs CONFIG_X") for line in WHOLE]
        case = verdict(lines).cases[2]
        self.assertEqual((case.status, case.reason), (SKIP, "needs CONFIG_X"))

    def test_skip_of_a_row_that_6_1_reports_as_ok(self):
        for note in ("# pages: SKIP needs CONFIG_X", "# pages: row dirty # SKIP needs CONFIG_X"):
            case = verdict(with_before(WHOLE, "        ok 2 dirty", f"    {note}")).cases[2]
            self.assertEqual((case.status, case.reason), (SKIP, "needs CONFIG_X"))
        lines = with_before(WHOLE, "        ok 2 dirty", "    # pages: row other # SKIP needs CONFIG_X")
        self.assertEqual(verdict(lines).cases[2].status, PASS)

    def test_failure_carries_its_message(self):
        lines = with_before(WHOLE, "        ok 2 dirty",
                            "    # pages: EXPECTATION FAILED at mm/../lib/mm_kunit/snapshot.c:150",
                            "page 0: folio.dirty: got 0x0, want 0x1")
        lines = [line.replace("        ok 2", "        not ok 2") for line in lines]
        case = verdict(lines).cases[2]
        self.assertEqual(case.status, FAIL)
        self.assertEqual(case.reason, "lib/mm_kunit/snapshot.c:150; page 0: folio.dirty: got 0x0, want 0x1")

    def test_suite_that_fails_to_begin(self):
        lines = ["KTAP version 1", "1..1", "# collect: failed to initialize (-12)", "not ok 1 collect"]
        case = verdict(lines).cases[0]
        self.assertEqual((case.name, case.status), ("collect.(suite)", FAIL))
        self.assertIn("-12", case.reason)

    def test_table_that_fails_outside_its_rows(self):
        lines = ["    not ok 2 pages" if line == "    ok 2 pages" else line for line in WHOLE]
        self.assertEqual(statuses(verdict(lines))["collect.pages"], FAIL)

    def test_short_plan_of_a_suite(self):
        lines = [line for line in WHOLE if line != "    ok 3 three"]
        self.assertEqual(verdict(lines).count(ERROR), 1)

    def test_results_that_the_console_dropped(self):
        for lost, name in (("        ok 1 clean", "collect.pages.row_1"), ("    ok 1 one", "collect.test_1")):
            with self.subTest(lost):
                lines = list(WHOLE)
                lines.remove(lost)
                result = verdict(lines)
                self.assertEqual(statuses(result)[name], ERROR)
                self.assertEqual(result.count(ERROR), 1)

    def test_short_plan_of_a_table(self):
        lines = with_before(WHOLE, "        ok 1 clean", "        1..4")
        self.assertEqual(verdict(lines).count(ERROR), 2)

    def test_a_warning_in_a_loop_stays_a_short_report(self):
        result = verdict(with_before(WHOLE, "        ok 2 dirty", *([CUT, WARN_73] * 1000)))
        self.assertLess(len(result.complaints), 100)
        self.assertLess(len(result.cases[2].reason), 3000)

    def test_filter_that_matches_nothing(self):
        self.assertTrue(verdict(["KTAP version 1", "1..0"]).matched_nothing)
        self.assertFalse(verdict(["KTAP version 1"]).matched_nothing)


class Complaints(unittest.TestCase):
    def blamed(self, *text):
        lines = with_before(WHOLE, "        ok 2 dirty", *text)
        result = verdict(lines)
        return [(one.suite, one.case) for one in result.complaints], statuses(result)["collect.pages.dirty"]

    def test_each_kind_fails_the_case_that_was_running(self):
        for text in (
            WARN_61, WARN_73, "BUG: KASAN: use-after-free in migrate_vma_collect_pmd+0x1/0x2",
            "BUG: KCSAN: data-race in a / b", "UBSAN: array-index-out-of-bounds in mm/rmap.c:1:2",
            "UBSAN: shift-out-of-bounds in mm/rmap.c:1:2",
            "WARNING: possible circular locking dependency detected", 
            "WARNING: possible recursive locking detected",
            "WARNING: inconsistent lock state", "WARNING: suspicious RCU usage",
            "WARNING: bad unlock balance detected!",
            "WARNING: lock held when returning to user space!", "[ BUG: Invalid wait context ]",
            "BUG: sleeping function called from invalid context at mm/rmap.c:7",
            "BUG: scheduling while atomic: a/1/0x2",
            "bad: scheduling from the idle thread!", "BUG: Bad page state in process kunit pfn:1",
            "BUG: Bad page map in process kunit pte:1", "BUG: Bad rss-counter state mm:0 type:MM_ANONPAGES val:1",
            "BUG: non-zero pgtables_bytes on freeing mm: 4096", "kernel BUG at mm/page_table_check.c:91!",
            "Oops: 0002 [#1] SMP", "general protection fault, probably for non-canonical address 0x1",
            "BUG: unable to handle page fault for address: 0x8", "BUG: kernel NULL pointer dereference, address: 0x8",
            "kmemleak: 3 new suspected memory leaks (see /sys/kernel/debug/kmemleak)",
            "INFO: task kunit:12 blocked for more than 120 seconds.",
            "watchdog: BUG: soft lockup - CPU#0 stuck for 26s!",
            "rcu: INFO: rcu_sched self-detected stall on CPU", "mm/pgtable-generic.c:50: bad pmd 0x1(0x2)",
            "list_add corruption. next->prev should be prev", "WARNING: something of a later kernel",
        ):
            with self.subTest(text):
                self.assertEqual(self.blamed(text), ([("collect", "pages.dirty")], FAIL))

    def test_message_of_a_warning_before_and_after_it(self):
        for order in ((CUT, "rss is off", WARN_61), (CUT, WARN_73, "rss is off", "CPU: 0 UID: 0 PID: 1 Comm: x")):
            result = verdict(with_before(WHOLE, "        ok 2 dirty", *order))
            self.assertEqual(len(result.complaints), 1)
            self.assertTrue(result.complaints[0].text.endswith("(rss is off)"), result.complaints[0].text)

    def test_lockdep_has_no_message(self):
        result = verdict(with_before(WHOLE, "        ok 2 dirty", "=" * 40, "WARNING: possible recursive locking detected",
                                     "7.3.4 #1 Tainted: G                 N"))
        self.assertEqual(result.complaints[0].text, "WARNING: possible recursive locking detected")

    def test_words_of_a_failed_expectation_are_no_complaint(self):
        failed = "    # pages: EXPECTATION FAILED at mm/tests/x.c:1"
        for text in ("WARNING: dirty bit lost", "BUG: the entry is there", "    WARNING: CPU is idle"):
            with self.subTest(text):
                self.assertEqual(self.blamed(failed, text)[0], [])

    def test_complaint_right_after_a_failed_expectation(self):
        failed = "    # pages: EXPECTATION FAILED at mm/tests/x.c:1"
        self.assertEqual(self.blamed(failed, "got 1", CUT, WARN_73)[0], [("collect", "pages.dirty")])

    def test_oops_and_the_panic_that_follows_are_one_complaint(self):
        found, _status = self.blamed("BUG: unable to handle page fault for address: 0x8", "#PF: supervisor read",
                                     "Oops: Oops: 0000 [#1] SMP", "Kernel panic - not syncing: Fatal exception")
        self.assertEqual(len(found), 1)

    def test_two_warnings_in_one_case_are_two_complaints(self):
        self.assertEqual(len(self.blamed(CUT, WARN_73, CUT, WARN_73)[0]), 2)

    def test_after_the_last_row_it_belongs_to_that_row(self):
        result = verdict(with_before(WHOLE, "    ok 2 pages", CUT, WARN_73))
        self.assertEqual(statuses(result)["collect.pages.dirty"], FAIL)

    def test_outside_any_case(self):
        for marker, suite in (("KTAP version 1", ""), ("ok 1 collect", "collect")):
            result = verdict(with_before(WHOLE, marker, CUT, WARN_73))
            self.assertEqual([(one.suite, one.case) for one in result.outside], [(suite, "")])
            self.assertEqual(result.count(FAIL), 0)
        self.assertEqual(len(verdict(WHOLE + [CUT, WARN_73]).outside), 1)


class Unfinished(unittest.TestCase):
    LISTING = {"collect": ["one", "pages", "three"], "order": ["only"]}

    def died(self, lines, *more, listing=None):
        result = verdict(lines + list(more), "", self.LISTING if listing is None else listing)
        self.assertFalse(result.complete)
        return {case.name: case.status for case in result.cases}

    def test_kernel_that_names_the_running_row(self):
        cases = self.died(HEAD + ["    ok 1 one"] + TABLE + ["        ok 1 clean"],
                          "Kernel panic - not syncing: toy", "mm_kunit: running: pages.dirty")
        self.assertEqual(cases["collect.pages.dirty"], FAIL)
        self.assertEqual({cases["collect.three"], cases["order.only"]}, {ERROR})

    def test_row_without_a_name_goes_by_its_number(self):
        cases = self.died(HEAD + ["    ok 1 one"] + TABLE + ["        ok 1 clean"])
        self.assertEqual(cases["collect.pages.row_2"], FAIL)

    def test_plain_test_is_named_by_the_listing(self):
        self.assertEqual(self.died(HEAD)["collect.one"], FAIL)
        self.assertEqual(self.died(HEAD, listing={})["collect.test_1"], FAIL)

    def test_death_between_suites(self):
        cases = self.died(WHOLE[:WHOLE.index("ok 1 collect") + 1])
        self.assertEqual(cases["order.(suite)"], FAIL)
        self.assertEqual(cases["order.only"], ERROR)

    def test_death_in_suite_exit(self):
        cases = self.died(WHOLE[:WHOLE.index("ok 1 collect")])
        self.assertEqual(cases["collect.(suite)"], FAIL)

    def test_hint_of_a_finished_row_is_forgotten(self):
        cases = self.died(HEAD + ["    ok 1 one"] + TABLE + ["mm_kunit: running: pages.clean", "        ok 1 clean"])
        self.assertEqual(cases["collect.pages.row_2"], FAIL)

    def test_reason_says_how_it_ended(self):
        result = verdict(HEAD, "hang: no output for 60 s", self.LISTING)
        self.assertEqual(result.cases[0].reason, "hang: no output for 60 s")

    def test_no_shutdown_after_the_last_result(self):
        result = verdict(WHOLE, "hang: no output for 60 s")
        self.assertEqual(result.count(PASS), 5)
        self.assertIn("did not shut down", result.outside[0].text)


if __name__ == "__main__":
    unittest.main()
