# SPDX-License-Identifier: GPL-2.0
"""What goes to KCIDB is what the run showed, and KCIDB takes it."""

import copy
import json
import unittest

from mdkunit_pkg import kcidb_schema, modules
from mdkunit_pkg.known_issues import KnownIssues
from mdkunit_tests import fakes

SUITE = ["KTAP version 1", "1..1", "    KTAP version 1", "    # Subtest: toy", "    1..3", "    ok 1 first"]
FAILING_LOG = [*SUITE, "    # second: EXPECTATION FAILED at mm/tests/toy.c:7", "    Expected a == b",
               "    not ok 2 second", "    ok 3 third # SKIP known issue: it is so (see Documentation/finds/it.rst)",
               "not ok 1 toy"]
WARNING_LOG = [*SUITE, "WARNING: CPU: 0 PID: 1 at mm/a.c:1 b+0x1/0x2", "    ok 2 second", "    ok 3 third", "ok 1 toy"]
CRASHING_LOG = [*SUITE, "Kernel panic - not syncing: made up", "Call Trace:", " unit_of_toy+0x1/0x2"]
HIDDEN_LOG = [*fakes.GOOD_LOG[:7],
              "    ok 2 second # SKIP known issue, crashes the kernel: too bad (see Documentation/finds/hidden.rst)",
              "ok 1 toy"]
OUR = {"origin": "ci"}
# Such as KernelCI's bridge and others send, with values made up.
SAMPLE = {
    "version": {"major": 5, "minor": 3},
    "checkouts": [{
        **OUR, "id": "ci:c1", "tree_name": "mainline", "git_repository_branch": "master", "valid": True,
        "git_repository_url": "https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git",
        "git_commit_hash": "0123456789abcdef0123456789abcdef01234567", "git_commit_name": "v7.3-rc1-12-g0123456789ab",
        "git_commit_tags": [], "git_commit_message": "mm: a change\n\nIts reason.\n", "git_repository_branch_tip": True,
        "start_time": "2026-08-14T23:08:06.967000+00:00", "patchset_hash": "",
        "misc": {"submitted_by": "somebody"}}],
    "builds": [{
        **OUR, "id": "ci:dummy_c1_um", "checkout_id": "ci:c1", "architecture": "um", "compiler": "gcc-14",
        "config_name": "defconfig", "start_time": "2026-08-14T23:08:07+00:00", "status": "PASS",
        "log_url": "https://files.kernelci.org/build.log.gz", "log_excerpt": "", "duration": 12.5,
        "output_files": [{"name": "vmlinux", "url": "https://files.kernelci.org/vmlinux"}]}],
    "tests": [{
        **OUR, "id": "ci:t1", "build_id": "ci:dummy_c1_um", "path": "kunit.exec.time_test_cases.time64_to_tm",
        "environment": {"comment": "Runtime: k8s", "compatible": ["qcom,apq8016-sbc"], "misc": {"platform": "x"}},
        "status": "MISS", "number": {"value": 1.6e-7, "unit": "s", "prefix": "metric"}}],
    "issues": [{**OUR, "id": "ci:i1", "version": 2, "categories": ["runtime.oops"], "report_subject": "an oops",
                "report_url": "https://bugzilla.kernel.org/show_bug.cgi?id=1", "culprit": {"code": True}}],
    "incidents": [{**OUR, "id": "ci:n1", "issue_id": "ci:i1", "issue_version": 2, "test_id": "ci:t1", "present": True}],
}
# Where, what to put there, what is said of it.
SPOILT = [
    (("version", "minor"), 4, "none of 0, 1, 2, 3"), (("version", "major"), 4, "none of 5"),
    (("version",), {}, "lacks major"), (("checkouts",), {}, "no array"), (("something",), [], "has a something"),
    (("checkouts", 0, "id"), "c1", "does not match"), (("checkouts", 0, "id"), "Ci:c1", "does not match"),
    (("checkouts", 0, "git_commit_hash"), "0123", "does not match"),
    (("checkouts", 0, "git_repository_url"), "git://a/b", "does not match"),
    (("checkouts", 0, "valid"), 1, "no boolean"), (("checkouts", 0, "patchset_hash"), "0", "does not match"),
    (("builds", 0, "status"), "pass", "none of FAIL"), (("builds", 0, "duration"), "1", "no number"),
    (("builds", 0, "duration"), True, "no number"), (("builds", 0, "architecture"), "X86", "does not match"),
    (("builds", 0, "log_excerpt"), "x" * 16385, "longer than 16384"), (("builds", 0, "compiler"), None, "no string"),
    (("builds", 0, "output_files", 0, "name"), "a/b", "does not match"),
    (("builds", 0, "checkout_id"), "ci:c2", "which is not there"),
    (("tests", 0, "path"), "kunit..a", "does not match"), (("tests", 0, "path"), "kunit.a b", "does not match"),
    (("tests", 0, "log_excerpt"), "a\0b", "does not match"), (("tests", 0, "misc"), {"a": [None]}, "misc.a.0 is null"),
    (("tests", 0, "build_id"), "ci:b9", "which is not there"),
    (("tests", 0, "origin"), "other", "begin with its origin"),
    (("tests", 0, "number"), {"unit": "s"}, "lacks value"), (("issues", 0, "version"), -1, "less than 0"),
    (("incidents", 0, "test_id"), "ci:t9", "which is not there"), (("incidents", 0, "present"), "yes", "no boolean"),
]


def spoilt(place, value):
    document = copy.deepcopy(SAMPLE)
    *way, last = place
    inner = document
    for step in way:
        inner = inner[step]
    inner[last] = value
    return document


class SchemaTest(unittest.TestCase):
    def test_a_sample_is_taken(self):
        self.assertEqual(kcidb_schema.faults(SAMPLE), [])

    def test_what_is_wrong_is_named(self):
        for place, value, said in SPOILT:
            with self.subTest(place=place, value=str(value)[:20]):
                self.assertIn(said, "; ".join(kcidb_schema.faults(spoilt(place, value))))

    def test_required_fields(self):
        for kind, names in (("checkouts", "id origin"), ("builds", "checkout_id id origin"),
                            ("tests", "build_id id origin"), ("issues", "id version origin"),
                            ("incidents", "id origin issue_id issue_version")):
            for name in names.split():
                document = copy.deepcopy(SAMPLE)
                del document[kind][0][name]
                self.assertIn(f"{kind}[0] lacks {name}", kcidb_schema.faults(document))

    def test_two_objects_of_one_id(self):
        document = copy.deepcopy(SAMPLE)
        document["tests"].append(document["tests"][0])
        self.assertEqual(kcidb_schema.faults(document), ["tests: ci:t1 exists more than once"])

    @unittest.skipIf(modules.missing("jsonschema"), modules.missing("jsonschema"))
    def test_jsonschema_agrees(self):
        validator = modules.load("jsonschema").Draft7Validator(kcidb_schema.SCHEMA)
        self.assertTrue(validator.is_valid(SAMPLE))
        for place, value, _said in SPOILT:
            with self.subTest(place=place):
                document = spoilt(place, value)
                self.assertEqual(validator.is_valid(document), not kcidb_schema.schema_faults(document))


class SubmissionTest(fakes.RunnerTest):
    def setUp(self):
        super().setUp()
        fakes.write(self.root, {
            "Documentation/finds/it.rst": "it\n\n:Clause: 1\n",
            "Documentation/finds/hidden.rst": ":Publish: not before it is reported\n:Clause: 1\n"})
        self.report = self.top / "report.json"

    def run_and_submit(self, *words, **plan):
        self.run_tree("--json", self.report, "--out", self.top / "out", **plan)
        return self.submit(*words)

    def submit(self, *words, times=1):
        done = self.mdkunit("kcidb", *[self.report] * times, "--origin", "ci", *words)
        self.assertEqual(done.returncode, 0, done.stderr)
        document = json.loads(done.stdout)
        self.assertEqual(kcidb_schema.faults(document), [])
        self.assertNotIn(str(self.top), done.stdout)
        return document

    def by_path(self, document):
        return {test["path"]: test for test in document["tests"]}

    def test_a_passing_run(self):
        commit = "0" * 39 + "1"
        document = self.run_and_submit("--tree", "mainline", "--url", "https://example.org/linux.git", "--branch", "b",
                                       "--commit", commit)
        self.assertEqual(document["version"], {"major": 5, "minor": 3})
        (checkout,), (build,) = document["checkouts"], document["builds"]
        self.assertEqual((checkout["tree_name"], checkout["git_commit_hash"]), ("mainline", commit))
        self.assertEqual(checkout["misc"], {"kernel": "7.3.4"})
        self.assertEqual((build["status"], build["architecture"]), ("PASS", "um"))
        tests = self.by_path(document)
        self.assertEqual({path: test["status"] for path, test in tests.items()},
                         {"kunit.toy.first": "PASS", "kunit.toy.second": "SKIP"})
        self.assertEqual(tests["kunit.toy.second"]["comment"], "needs CONFIG_X")
        self.assertNotIn("log_excerpt", tests["kunit.toy.first"])

    def test_the_same_input_gives_the_same_ids(self):
        first = self.run_and_submit()
        self.assertEqual(first, self.submit())
        self.assertEqual(first, self.submit(times=2))

    def test_another_run_has_ids_of_its_own(self):
        first = self.run_and_submit()
        again = self.run_and_submit(exec={"print": FAILING_LOG})
        self.assertNotEqual(first["builds"][0]["id"], again["builds"][0]["id"])
        self.assertEqual(first["checkouts"], again["checkouts"])

    def test_a_failure_has_its_part_of_the_log(self):
        tests = self.by_path(self.run_and_submit(exec={"print": FAILING_LOG}))
        failed = tests["kunit.toy.second"]
        self.assertEqual(failed["status"], "FAIL")
        self.assertEqual(failed["log_excerpt"].splitlines(), FAILING_LOG[6:9])

    def test_a_failure_whose_log_is_gone_has_its_reason(self):
        self.run_tree("--json", self.report, "--out", self.top / "out", exec={"print": FAILING_LOG})
        (self.top / "out/um/test.log").unlink()
        self.assertIn("Expected a == b", self.by_path(self.submit())["kunit.toy.second"]["log_excerpt"])

    def test_a_warning_that_kunit_lets_pass_is_a_failure_with_its_trace(self):
        failed = self.by_path(self.run_and_submit(exec={"print": WARNING_LOG}))["kunit.toy.second"]
        self.assertEqual(failed["status"], "FAIL")
        self.assertIn("WARNING: CPU: 0", failed["log_excerpt"])

    def test_a_crash_is_a_failure_and_what_it_kept_from_running_is_missing(self):
        tests = self.by_path(self.run_and_submit(exec={"print": CRASHING_LOG}, list={"print": [
            "toy.first", "toy.second", "toy.third"]}))
        self.assertEqual({path: test["status"] for path, test in tests.items()}, {
            "kunit.toy.first": "PASS", "kunit.toy.second": "FAIL", "kunit.toy.third": "MISS"})
        self.assertIn("unit_of_toy+0x1", tests["kunit.toy.second"]["log_excerpt"])
        self.assertNotIn("log_excerpt", tests["kunit.toy.third"])

    def test_a_kernel_without_output_is_missing(self):
        document = self.run_and_submit(exec={"print": ["no KTAP here"]})
        self.assertEqual(document["builds"][0]["status"], "PASS")
        (test,) = document["tests"]
        self.assertEqual((test["path"], test["status"]), ("kunit", "MISS"))
        self.assertIn("no KTAP", test["comment"])
        self.assertIn("no KTAP here", test["log_excerpt"])

    def test_a_build_that_fails(self):
        document = self.run_and_submit(build={"print": ["mm/a.c:1:2: error: made up"], "exit": 1})
        (build,) = document["builds"]
        self.assertEqual(build["status"], "FAIL")
        self.assertIn("mm/a.c:1:2: error: made up", build["log_excerpt"])
        self.assertNotIn("tests", document)

    def test_a_machine_that_cannot_build_says_nothing_of_the_code(self):
        said = ["Multiple values specified for 1 options in kunitconfig: CONFIG_X", "vs from other"]
        document = self.run_and_submit(config={"print": said, "exit": 1})
        (build,) = document["builds"]
        self.assertEqual(build["status"], "MISS")
        self.assertIn("disagree", build["comment"])
        self.assertNotIn("tests", document)

    def test_a_complaint_outside_any_case_is_a_failure(self):
        log = [*fakes.GOOD_LOG, "WARNING: CPU: 0 PID: 1 at mm/a.c:1 b+0x1/0x2"]
        failed = self.by_path(self.run_and_submit(exec={"print": log}))["kunit"]
        self.assertEqual(failed["status"], "FAIL")
        self.assertIn("WARNING", failed["comment"])

    def test_a_known_issue_is_linked_and_not_said_to_be_seen(self):
        document = self.run_and_submit(exec={"print": FAILING_LOG})
        (issue,), (incident,) = document["issues"], document["incidents"]
        self.assertEqual((issue["id"], issue["report_subject"]), ("ci:mdkunit_it", "it is so"))
        self.assertEqual(issue["misc"], {"page": "Documentation/finds/it.rst", "crashes": False})
        self.assertEqual(incident["test_id"], self.by_path(document)["kunit.toy.third"]["id"])
        self.assertNotIn("present", incident)

    def test_an_issue_that_nobody_reported_is_not_published(self):
        self.run_tree("--json", self.report, exec={"print": HIDDEN_LOG})
        done = self.mdkunit("kcidb", self.report, "--origin", "ci")
        self.assertNotIn("hidden", done.stdout)
        self.assertNotIn("too bad", done.stdout)
        self.assertIn("hidden", done.stderr)
        self.assertEqual(self.by_path(json.loads(done.stdout))["kunit.toy.second"]["status"], "SKIP")

    def test_an_issue_without_a_page_is_not_published_either(self):
        for reason in ("known issue: a (see Documentation/finds/none.rst)", "known issue: a (see Documentation/fin"):
            self.assertTrue(KnownIssues(self.root).find(reason).withheld)
        self.assertIsNone(KnownIssues(self.root).find("needs CONFIG_X"))

    def test_excerpts_stay_below_the_limit(self):
        noise = [f"    line {number} " + "x" * 80 for number in range(400)]
        log = [*FAILING_LOG[:7], *noise, *FAILING_LOG[7:]]
        text = self.by_path(self.run_and_submit(exec={"print": log}))["kunit.toy.second"]["log_excerpt"]
        self.assertLessEqual(len(text), kcidb_schema.LONGEST_EXCERPT)
        self.assertTrue(text.endswith("not ok 2 second"))


class RefusalTest(fakes.RunnerTest):
    def kcidb(self, content, *words):
        report = self.top / "report.json"
        report.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        return self.mdkunit("kcidb", report, "--origin", "ci", *words)

    def report(self, *words):
        path = self.top / "good.json"
        self.run_tree("--json", path)
        return json.loads(path.read_text("utf-8"))

    def test_what_is_no_report(self):
        for content in ("{", "[]", "{}", '{"version": 1, "platforms": [{}]}', '{"version": 1, "platforms": 1}'):
            with self.subTest(content=content):
                self.assert_one_line(self.kcidb(content), 2, "is no report of mdkunit run --json")

    def test_a_report_of_another_version(self):
        self.assert_one_line(self.kcidb({"version": 2, "platforms": [1]}), 2, "version 2")

    def test_a_report_without_a_kernel(self):
        self.assert_one_line(self.kcidb({"version": 1, "platforms": [], "error": "missing packages; run: x"}), 2,
                             "nothing to submit", "missing packages")

    def test_a_status_that_nobody_knows(self):
        report = self.report()
        report["platforms"][0]["cases"][0]["status"] = "MAYBE"
        self.assert_one_line(self.kcidb(report), 2, "is no report")

    def test_options(self):
        report = self.report()
        for words, said in ((("--commit", "0123"), "no full hash"), (("--url", "git://a"), "https://"),
                            (("--out", self.top / "none/file"), "no file in a directory"),
                            (("--out", self.top), "no file in a directory"), (("--origin", "Big"), "a-z")):
            with self.subTest(words=words):
                self.assert_one_line(self.kcidb(report, *words), 2, said)

    def test_one_commit_is_not_said_of_two_kernels(self):
        report = self.report()
        report["platforms"].append({**report["platforms"][0], "kernel_source": "linux 6.1.2 (Debian 6.1.2-1)"})
        self.assertEqual(self.kcidb(report).returncode, 0)
        self.assert_one_line(self.kcidb(report, "--commit", "0" * 40), 2, "linux 6.1.2", "one by one")

    def test_nothing_is_written_of_what_is_not_valid(self):
        report, out = self.report(), self.top / "out.json"
        report["platforms"][0]["platform"] = "Not Good"
        self.assert_one_line(self.kcidb(report, "--out", out), 3, "nothing is written", "architecture")
        self.assertFalse(out.exists())

    def test_a_file_is_replaced_as_a_whole(self):
        out = self.top / "out.json"
        out.write_text("old", "utf-8")
        self.assertEqual(self.kcidb(self.report(), "--out", out).returncode, 0)
        self.assertEqual(json.loads(out.read_text("utf-8"))["version"], {"major": 5, "minor": 3})
        self.assertEqual([path.name for path in self.top.glob(".out*")], [])


if __name__ == "__main__":
    unittest.main()
