# SPDX-License-Identifier: GPL-2.0
"""What a boot says of a mutant, and what the results say of the suite."""

import contextlib
import io
import json
import tempfile
import unittest
import unittest.mock
from pathlib import Path

from mdkunit_pkg import mutants
from mdkunit_pkg.boot import Log
from mdkunit_pkg.errors import Mend
from mdkunit_pkg.judge import judge
from mdkunit_pkg.mutation import campaign, score, store
from mdkunit_pkg.mutation.schema import Mutant
from mdkunit_pkg.mutation.workshop import Schema

HEAD = ["KTAP version 1", "1..1", "    KTAP version 1", "    # Subtest: toy", "    1..2"]
TAIL = ["not ok 1 toy"]
WARNING = "WARNING: mm/rmap.c:12 at f+0x1/0x2"
FAILURE = ["    # first: EXPECTATION FAILED at mm/tests/a.c:3", "    Expected a == b, but"]


def log(*lines: str, ending: str = "") -> Log:
    return Log([(0.0, line) for line in lines], bool(lines), ending)


def record(name: str, result: str, platform: str = "um", function: str = "f") -> dict:
    return {"schema": "s", "suite": "t", "platform": platform, "kernel": "7.3", "id": name, "path": "a.c",
            "function": function, "line": 1, "operator": "negate", "result": result, "by": ""}


class OutcomeTest(unittest.TestCase):
    def test_suite_that_passes_saw_nothing(self) -> None:
        got = campaign.outcome(log(*HEAD, "    ok 1 first", "    ok 2 second # SKIP no", "ok 1 toy"))
        self.assertEqual(got, ("survived", ""))

    def test_failed_case_is_an_assertion(self) -> None:
        got = campaign.outcome(log(*HEAD, *FAILURE, "    not ok 1 first", "    ok 2 second", *TAIL))
        self.assertEqual(got, ("assertion", "toy.first"))

    def test_warning_alone_is_a_complaint(self) -> None:
        got = campaign.outcome(log(*HEAD, WARNING, "    ok 1 first", "    ok 2 second", "ok 1 toy"))
        self.assertEqual(got, ("complaint", "toy.first"))

    def test_expectation_that_fails_before_a_panic_is_an_assertion(self) -> None:
        panic = "Kernel panic - not syncing: dead"
        self.assertEqual(campaign.outcome(log(*HEAD, *FAILURE, panic))[0], "assertion")
        self.assertEqual(campaign.outcome(log(*HEAD, WARNING, *FAILURE, panic))[0], "complaint")

    def test_case_that_fails_after_a_warning_elsewhere_is_an_assertion(self) -> None:
        got = campaign.outcome(log(*HEAD, WARNING, "    ok 1 first", "    not ok 2 second", *TAIL))
        self.assertEqual(got, ("assertion", "toy.second"))

    def test_panic_is_a_complaint(self) -> None:
        got = campaign.outcome(log(*HEAD, "    ok 1 first", "Kernel panic - not syncing: dead"))
        self.assertEqual(got[0], "complaint")

    def test_what_only_the_number_kept_from_failing_to_compile(self) -> None:
        got = campaign.outcome(log(*HEAD, "[ 1.0] " + campaign.IMPOSSIBLE, WARNING, "    not ok 1 first"))
        self.assertEqual(got, ("not compiled", ""))

    def test_silent_end_and_hang(self) -> None:
        self.assertEqual(campaign.outcome(log(*HEAD, "    ok 1 first"))[0], "died")
        self.assertEqual(campaign.outcome(log(*HEAD, ending="hang: no output for 4 s"))[0], "timeout")
        self.assertEqual(campaign.outcome(log(ending="no KTAP within 15 s"))[0], "timeout")

    def test_boot_is_ended_at_the_first_failed_case_only(self) -> None:
        watch = campaign._Watch()
        self.assertEqual([watch(line) for line in [*HEAD, WARNING, "    not ok 1 first"]], [None] * 7)
        self.assertEqual(watch("    not ok 2 second"), "a case failed")
        lines = [*HEAD, "    not ok 1 first"]
        self.assertEqual(campaign.outcome(log(*lines, ending="a case failed")), ("assertion", "toy.first"))

    def test_boot_is_ended_at_the_end_of_a_suite_with_a_complaint(self) -> None:
        watch = campaign._Watch()
        lines = [*HEAD, WARNING, "    not ok 1 first", "    ok 2 second"]
        self.assertEqual([watch(line) for line in lines], [None] * 8)
        self.assertEqual(watch("not ok 1 toy"), "the kernel complained")
        self.assertEqual(campaign.outcome(log(*lines, "not ok 1 toy", ending="the kernel complained")),
                         ("complaint", "toy.first"))

    def test_row_that_takes_too_long_is_a_hang_but_not_after_a_panic(self) -> None:
        running = "mm_kunit: running: first.a"
        for before, want in (([], "hang: in first.a"), (["Kernel panic - not syncing: dead"], None)):
            watch = campaign._Watch()
            self.assertEqual([watch(line) for line in [*HEAD, *before, running]][-1], want)

    def test_failed_row_does_not_wait_for_its_table(self) -> None:
        watch = campaign._Watch()
        rows = [*HEAD, "        KTAP version 1", "        # Subtest: first", "        ok 1 a", "        not ok 2 b"]
        self.assertEqual([watch(line) for line in rows][-1], "a case failed")
        self.assertEqual(campaign.outcome(log(*rows, ending="a case failed")), ("assertion", "toy.first.b"))


class BaselineTest(unittest.TestCase):
    LOG = [*HEAD, "[ 1.0]     ok 1 first", "[ 3.0]     ok 2 second", "ok 1 toy", "    KTAP version 1",
           "    # Subtest: quick", "    1..1", "[ 3.1]     ok 1 second", "ok 2 quick",
           "mm_kunit: case 0 is toy.first", "mm_kunit: case 1 is toy.second", "[ 4.0] mm_kunit: case 2 is quick.second"]

    def baseline(self, **reached: str) -> campaign.Baseline:
        lines = [(0.0, line) for line in self.LOG]
        return campaign.Baseline(judge(lines), 1.0, {int(name[1:]): set(tests.split())
                                                     for name, tests in reached.items()}, campaign.numbers(lines))

    def test_what_the_kernel_prints(self) -> None:
        lines = [(0.0, "[ 1.0] mm_kunit: mutants reached by first: 128 + 0-2,5"),
                 (0.0, "mm_kunit: mutants reached by second: 0 + 5")]
        self.assertEqual(campaign.reached(lines), {128: {"first"}, 129: {"first"}, 130: {"first"}, 133: {"first"},
                                                   5: {"second"}})
        self.assertEqual(self.baseline().numbers, {"toy.first": 0, "toy.second": 1, "quick.second": 2})

    def test_lost_lines_are_noticed(self) -> None:
        lines = [(0.0, "mm_kunit: case 0 is toy.first"), (0.0, "mm_kunit: mutants reached by first: 0 + 5"),
                 (0.0, "[ 2.0] mm_kunit: 2 lines about mutants")]
        self.assertEqual([campaign.whole(some) for some in (lines, lines[1:], lines[:2])], [True, False, False])

    def test_longest_pause_is_that_of_the_suite(self) -> None:
        lines = [(0.0, "[ 0.0] booting"), (9.0, "[ 1.0] KTAP version 1"), (10.0, "1..1"), (12.5, "# Subtest: toy")]
        self.assertEqual((campaign.pause(lines), campaign.pause(lines[:1])), (2.5, 0.0))

    def test_cases_that_may_get_there(self) -> None:
        known = self.baseline(_1="first", _2="second", _3="first -")
        self.assertEqual([known.cases(number) for number in (1, 2, 3)],
                         [["toy.first"], ["toy.second", "quick.second"], ["toy.first", "toy.second", "quick.second"]])

    def test_quick_suites_come_first_until_others_kill_nearby(self) -> None:
        order = campaign.Order(self.baseline(_7="second", _9="second"))
        self.assertEqual(order.cases(7), ["quick.second", "toy.second"])
        order.learn(campaign.Outcome(6, campaign.SURVIVED))
        order.learn(campaign.Outcome(7, campaign.ASSERTION, "toy.second.row"))
        self.assertEqual(order.cases(9), ["toy.second", "quick.second"])

    def test_cases_behind_a_complaint_get_a_boot_of_their_own(self) -> None:
        known = self.baseline(_1="first second")
        panic = log(*HEAD, "    ok 1 first", "Kernel panic - not syncing: dead")
        failed = log(*HEAD[:3], "    # Subtest: quick", "    1..1", "    not ok 1 second", ending="a case failed")
        passed = log(*HEAD, "    ok 1 first", "    ok 2 second", "ok 1 toy")
        for second, want in ((failed, ("assertion", "quick.second")), (passed, ("complaint", "toy.test_2"))):
            with unittest.mock.patch.object(campaign, "boot_once", side_effect=[panic, second]) as boots:
                got = campaign.trial((), campaign.Job(1, [0, 1, 2]), known)
            self.assertEqual((got.result, got.by), want)
            self.assertEqual([call.args[2] for call in boots.call_args_list], [[0, 1, 2], [2]])

    def test_cases_behind_a_hang_do_too(self) -> None:
        hung = log(*HEAD, "    ok 1 first", ending="hang: in toy.second")
        failed = log(*HEAD[:3], "    # Subtest: quick", "    1..1", "    not ok 1 second", ending="a case failed")
        with unittest.mock.patch.object(campaign, "boot_once", side_effect=[hung, failed]):
            got = campaign.trial((), campaign.Job(1, [0, 1, 2]), self.baseline(_1="first second"))
        self.assertEqual((got.result, got.by), ("assertion", "quick.second"))


class ScoreTest(unittest.TestCase):
    def test_unreached_counts_and_not_compiled_does_not(self) -> None:
        found = score.score([record("a", "assertion"), record("b", "complaint"), record("c", "unreached"),
                             record("d", "survived"), record("e", "not compiled")], {})
        self.assertEqual((found.total.compiled, found.total.killed, found.total.score), (4, 2, 50.0))
        self.assertEqual((found.total.by_assertion, found.refused), (25.0, 1))
        self.assertEqual([one["id"] for one in found.alive], ["c", "d"])

    def test_best_of_all_platforms_counts_and_the_last_of_one(self) -> None:
        records = [record("a", "survived"), record("a", "assertion", "x86_64"),
                   record("b", "assertion"), record("b", "survived")]
        self.assertEqual([one["result"] for one in score.merged(records)], ["assertion", "survived"])

    def test_equivalent_ones_leave_the_score(self) -> None:
        records = [record(f"k{number}", "assertion") for number in range(20)] + [record("a", "survived")]
        found = score.score(records, {"a": "the same"})
        self.assertEqual((found.total.score, found.total.equivalent, found.alive), (100.0, 1, []))
        self.assertEqual(round(found.total.without_exclusions, 1), 95.2)

    def test_equivalent_one_that_is_killed_is_told(self) -> None:
        found = score.score([record("a", "assertion")], {"a": "the same"})
        self.assertEqual((found.wrongly_equivalent, found.total.killed), (["a"], 1))

    def test_too_many_equivalent_ones_are_refused(self) -> None:
        with self.assertRaisesRegex(Mend, "8%"):
            score.score([record("a", "survived"), record("b", "assertion")], {"a": "the same"})

    def test_list_of_equivalent_ones(self) -> None:
        with tempfile.TemporaryDirectory() as top:
            path = Path(top, "list")
            path.write_text("# why\nf: negate: a => !(a)\tnever asked\n")
            self.assertEqual(score.equivalents(path), {"f: negate: a => !(a)": "never asked"})
            path.write_text("f: negate: a => !(a)\t\n")
            with self.assertRaisesRegex(Mend, "list:1: "):
                score.equivalents(path)
        self.assertIsInstance(score.equivalents(Path(mutants.__file__).parents[1] / "mutants.equivalent"), dict)

    def test_survivors_come_with_their_diff(self) -> None:
        found = score.score([dict(record("a", "survived"), diff="-x\n+y")], {})
        self.assertIn("a.c:1: a (survived)\n\n    -x\n    +y", score.survivors(found))
        json.dumps(score.document(found))


def coded(name: str, result: str, code: str, same: str = "", platform: str = "um") -> dict:
    return {**record(name, result, platform), "code": code, "same": same}


class SameCodeTest(unittest.TestCase):
    """a and b are the code o of the original, or one code d."""

    def test_original_is_equivalent_without_being_named(self) -> None:
        found = score.score([coded("a", "survived", "o", "original"), coded("b", "unreached", "o", "original"),
                             coded("k", "assertion", "x")], {"a": "why"})
        total = found.total
        self.assertEqual((total.compiled, total.equivalent, total.duplicate, total.score), (1, 2, 0, 100.0))
        # Most of what there is, and within the limit: none is named for it.
        self.assertEqual((found.same, found.needless, found.alive), (2, ["a"], []))
        self.assertEqual(round(total.without_exclusions, 1), 33.3)

    def test_original_that_is_killed_is_told(self) -> None:
        found = score.score([coded("a", "assertion", "o", "original")], {})
        self.assertEqual((found.wrongly_same, found.total.killed, found.total.equivalent), (["a"], 1, 0))
        self.assertTrue(found.wrong)
        self.assertEqual(score.remarks(found), ["killed, but the code of the original: a"])

    def test_one_of_a_class_counts(self) -> None:
        found = score.score([coded("a", "complaint", "d"), coded("b", "assertion", "d", "a"), coded("c", "survived", "e"),
                             coded("f", "survived", "e", "c")], {})
        total = found.total
        self.assertEqual((total.compiled, total.killed, total.assertion, total.survived, total.duplicate), (2, 1, 1, 1, 2))
        self.assertEqual([one["id"] for one in found.alive], ["c"])
        self.assertEqual((total.without_exclusions, found.differing, found.wrong), (50.0, [], False))
        self.assertEqual([one.get("duplicate") for one in found.best], ["b", None, None, "c"])
        self.assertTrue(score.table(found)[-1].endswith(" 2"))

    def test_class_with_different_results_is_told(self) -> None:
        found = score.score([coded("a", "survived", "d"), coded("b", "assertion", "d", "a")], {})
        self.assertEqual((found.total.killed, found.alive), (1, []))
        self.assertEqual(score.remarks(found), ["same code, different results: a, b"])
        self.assertFalse(found.wrong)

    def test_reason_of_one_is_that_of_its_class(self) -> None:
        others = [coded(f"k{number}", "assertion", f"x{number}") for number in range(20)]
        found = score.score([coded("a", "survived", "d"), coded("b", "survived", "d", "a"), *others], {"b": "why"})
        self.assertEqual((found.total.equivalent, found.total.duplicate, found.alive), (1, 1, []))

    def test_all_platforms_must_agree(self) -> None:
        both = [coded("a", "survived", "o", "original"), coded("b", "survived", "d"), coded("c", "survived", "d", "b")]
        for there in (coded("a", "survived", "x"), coded("b", "survived", "y"), record("b", "survived")):
            found = score.score([*both, dict(there, platform="x86_64")], {})
            self.assertIn(there["id"], [one["id"] for one in found.alive])
        every = [*both, *(dict(one, platform="x86_64", code=one["code"] + "64") for one in both)]
        found = score.score(every, {})
        self.assertEqual((found.total.equivalent, found.total.duplicate), (1, 1))
        # What does not compile on a platform is no mutant there.
        refused = dict(record("a", "not compiled"), platform="x86_64")
        self.assertEqual(score.score([both[0], refused], {}).total.equivalent, 1)

    def test_records_of_before_count_as_they_did(self) -> None:
        found = score.score([record("a", "survived"), record("b", "survived"), record("c", "assertion")], {})
        self.assertEqual((found.total.compiled, found.total.equivalent, found.total.duplicate), (3, 0, 0))


class KeeperTest(unittest.TestCase):
    def test_known_results_get_what_is_known_of_their_code(self) -> None:
        one = Mutant("a.c", "f", 1, "negate", "x", [], 1)
        marks = {1: {"code": "d", "same": "original"}}
        key = {"schema": "s", "suite": "t", "platform": "um", "kernel": "7.3"}
        with tempfile.TemporaryDirectory() as top:
            kept = store.Store(Path(top, "results"))
            keeper = mutants.Keeper(kept, key, Schema([one], [], {"a.c": ""}), marks)
            keeper.keep(campaign.Outcome(1, campaign.ASSERTION, "case"))
            kept.close()
            self.assertEqual([held["code"] for held in store.read([Path(top, "results")])], ["d"])
        old = record(one.id, "survived")
        got = keeper.marked([old, dict(old, schema="r"), dict(old, platform="x86_64"), dict(old, code="e")])
        self.assertEqual([held.get("code") for held in got], ["d", None, None, "d"])


class TellTest(unittest.TestCase):
    def test_what_is_the_same_is_told(self) -> None:
        some = [Mutant("a.c", "f", 3, "negate", f"{number}", [], number) for number in range(1, 5)]
        marks = {1: {"code": "o", "same": "original"}, 2: {"code": "d", "same": ""}, 3: {"code": "d", "same": some[1].id}}
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            self.assertEqual(mutants._tell_same(some, marks), 0)
        lines = said.getvalue().splitlines()
        self.assertEqual(lines[:4], ["    1 a.c:3: f: negate: 1", "      = original",
                                     "    3 a.c:3: f: negate: 3", "      = f: negate: 2"])
        self.assertEqual(lines[4], "4 mutants: 1 are the code of the original, 1 that of another; of 1 it is not known")
        self.assertTrue(lines[5].startswith("0 entries of "), lines)


class SampleTest(unittest.TestCase):
    def test_larger_samples_hold_smaller_ones(self) -> None:
        some = [Mutant("a.c", "f", number, "negate", f"{number}", [], number) for number in range(1, 101)]
        small, large = mutants.sampled(some, 10), mutants.sampled(some, 30)
        self.assertEqual((len(small), len(large), mutants.sampled(some, 0)), (10, 30, some))
        self.assertLess({one.id for one in small}, {one.id for one in large})
        self.assertEqual([one.number for one in large], sorted(one.number for one in large))
        self.assertEqual({one.id for one in mutants.sampled(some[::-1], 10)}, {one.id for one in small})


class StoreTest(unittest.TestCase):
    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.path = Path(holder.name, "results")

    def test_unfinished_line_is_cut_off(self) -> None:
        self.path.write_text(json.dumps(record("a", "assertion")) + '\n{"schema": "s", "su')
        kept = store.Store(self.path)
        kept.add(record("b", "survived"))
        kept.close()
        self.assertEqual([one["id"] for one in store.read([self.path])], ["a", "b"])

    def test_other_files_are_refused(self) -> None:
        self.path.write_text("hello\n")
        with self.assertRaisesRegex(Mend, "no result of a campaign"):
            store.read([self.path])
        with self.assertRaisesRegex(Mend, "cannot read"):
            store.read([self.path.with_name("none")])

    def test_shards(self) -> None:
        self.assertEqual(mutants.parse_shard("2/4"), (2, 4))
        for text in ("0/4", "5/4", "x", "1/0", "1"):
            with self.assertRaisesRegex(Mend, "--shard"):
                mutants.parse_shard(text)


if __name__ == "__main__":
    unittest.main()
