# SPDX-License-Identifier: GPL-2.0
"""presubmit, its hook, and what they say of commits."""

import json
import os
import stat
import subprocess
import unittest.mock
from pathlib import Path

from mdkunit_pkg import clauses, compare, covered, git, presubmit
from mdkunit_pkg.errors import Mend
from mdkunit_tests.fakes import GOOD_LOG, RunnerTest, fingerprint, kernel_tree, write
from mdkunit_pkg.run import project_root

BAD_LOG = [line.replace("    ok 1", "    not ok 1") for line in GOOD_LOG]
UNIT = "mm/migrate_device.c"


class PresubmitTest(RunnerTest):
    def setUp(self):
        super().setUp()
        self.clone = kernel_tree(self.top / "linux")
        self.git("init", "--quiet", "--initial-branch=work")
        self.commit("linux 7.3")

    def git(self, *words):
        done = subprocess.run(["git", "-C", self.clone, "-c", "user.name=a", "-c", "user.email=a@b.example", *words],
                              capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def commit(self, subject, **files):
        write(self.clone, {name.replace("__", "/").replace("_c", ".c"): text for name, text in files.items()})
        self.git("add", "-A")
        self.git("commit", "--quiet", "-m", subject)
        return self.git("rev-parse", "HEAD")

    def change(self, subject, log, text="flush_tlb_range(); /* changed */\n"):
        """A commit after which the suite prints log."""
        write(self.clone, {UNIT: text, "fake.json": json.dumps({"exec": {"print": log}})})
        return self.commit(subject)

    def presubmit(self, *words):
        return self.mdkunit("presubmit", "--kdir", self.clone, "--platform", "um", *words)

    def test_a_commit_that_breaks_a_case_is_named(self):
        self.change("mm: break it", BAD_LOG)
        done = self.presubmit("HEAD~1..HEAD")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("mm: break it", done.stdout)
        self.assertIn("newly failing: toy.first", done.stdout)
        self.assertIn("kunit.py run", done.stdout)
        self.assertEqual(done.stdout.splitlines()[-1], "0 passed, 1 failed, 0 skipped")

    def test_a_case_that_failed_before_is_nobodys_fault(self):
        self.change("mm: break it", BAD_LOG)
        self.change("mm: something else", BAD_LOG, "flush_tlb_range(); /* more */\n")
        done = self.presubmit("HEAD~1..HEAD")
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn("still failing: toy.first", done.stdout)

    def test_a_mended_case_is_newly_passing(self):
        self.change("mm: break it", BAD_LOG)
        self.change("mm: mend it", GOOD_LOG, "flush_tlb_range(); /* mended */\n")
        done = self.presubmit("HEAD~2..HEAD")
        self.assertEqual(done.returncode, 1)
        self.assertIn("newly passing: toy.first", done.stdout)
        self.assertEqual(done.stdout.splitlines()[-1], "1 passed, 1 failed, 0 skipped")

    def test_what_touches_nothing_covered_is_skipped_with_the_reason(self):
        self.commit("docs: say more", README="more\n")
        done = self.presubmit("HEAD~1..HEAD")
        self.assertEqual((done.returncode, done.stdout.splitlines()[-1]), (0, "0 passed, 0 failed, 1 skipped"))
        self.assertIn("touches no file that the suite covers", done.stdout)

    def test_edits_that_are_not_committed(self):
        write(self.clone, {UNIT: "flush_tlb_range(); /* edited */\n", "fake.json": json.dumps({"exec": {"print": BAD_LOG}})})
        done = self.presubmit("--worktree")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("uncommitted edits", done.stdout)

    def test_a_mailbox_on_a_base(self):
        self.change("mm: break it", BAD_LOG)
        mailbox = self.top / "series.mbox"
        mailbox.write_text(self.git("format-patch", "--stdout", "HEAD~1..HEAD"))
        self.git("reset", "--quiet", "--hard", "HEAD~1")
        done = self.presubmit("HEAD..", "--mailbox", mailbox)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("mm: break it", done.stdout)

    def test_the_users_clone_stays_as_it_is(self):
        self.change("mm: break it", BAD_LOG)
        before = fingerprint(self.clone)
        self.presubmit("HEAD~1..HEAD")
        self.assertEqual(fingerprint(self.clone), before)

    def test_results_of_a_commit_are_kept(self):
        self.change("mm: break it", BAD_LOG)
        first = self.presubmit("HEAD~1..HEAD")
        again = self.presubmit("HEAD~1..HEAD")
        self.assertIn("um: ", first.stderr)
        self.assertLess(again.stderr.count("um: "), first.stderr.count("um: "))
        self.assertEqual(first.stdout, again.stdout)

    def test_a_suite_that_changes_meanwhile_is_no_result(self):
        def changes_it(command, **_options):
            Path(command[command.index("--json") + 1]).write_text('{"platforms": [{"exit": 0}]}')
            (self.root / "mm/tests/new_kunit.c").write_text("/* new */\n")
            return subprocess.CompletedProcess(command, 0, "", "")

        place = git.Repository(self.clone)
        with unittest.mock.patch.dict(os.environ, self.env), \
                unittest.mock.patch.object(presubmit.subprocess, "run", changes_it):
            runner = presubmit.Runner(place, place)
            with self.assertRaisesRegex(Mend, "the suite changed"):
                runner._run("", "um")

    def test_bad_input_is_one_line(self):
        plain = kernel_tree(self.top / "plain")
        self.assert_one_line(self.mdkunit("presubmit", "--kdir", plain), 2, "no git repository")
        self.assert_one_line(self.presubmit("nowhere..HEAD"), 2, "no commit nowhere")
        self.assert_one_line(self.presubmit("HEAD..HEAD"), 2, "no commit between")
        self.assert_one_line(self.presubmit("HEAD.."  , "--mailbox", self.top / "none"), 2, "cannot read")
        (self.top / "bad.mbox").write_text("From a\n\nno patch\n")
        self.assert_one_line(self.presubmit("HEAD..", "--mailbox", self.top / "bad.mbox"), 2, "does not apply")

    def test_the_hook_is_installed_and_removed(self):
        hook = self.clone / ".git/hooks/pre-push"
        self.assertEqual(self.mdkunit("hook", "install", "--kdir", self.clone).returncode, 0)
        self.assertTrue(hook.stat().st_mode & stat.S_IXUSR)
        self.change("mm: break it", BAD_LOG)
        sent = f"refs/heads/work {self.git('rev-parse', 'HEAD')} refs/heads/work {self.git('rev-parse', 'HEAD~1')}\n"
        done = subprocess.run([hook], cwd=self.clone, input=sent, env=dict(self.env, PLATFORM="um"), text=True,
                              capture_output=True, check=False)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("newly failing: toy.first", done.stdout)
        self.assertEqual(self.mdkunit("hook", "remove", "--kdir", self.clone).returncode, 0)
        self.assertFalse(os.path.lexists(hook))

    def test_the_hook_of_another_stays(self):
        hook = self.clone / ".git/hooks/pre-push"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text("#!/bin/sh\nexit 0\n")
        for action in ("install", "remove"):
            self.assert_one_line(self.mdkunit("hook", action, "--kdir", self.clone), 3, "not mdkunit's")
        self.assertEqual(hook.read_text(), "#!/bin/sh\nexit 0\n")


class ComparisonTest(RunnerTest):
    def test_a_case_that_passes_again_is_flaky(self):
        change = compare.compare({}, {"a.b": {"status": "FAIL"}, "a.c": {"status": "FAIL"}})
        change.settle({"a.b": {"status": "PASS"}, "a.c": {"status": "FAIL"}})
        self.assertEqual((change.newly_failing, change.flaky), (["a.c"], ["a.b"]))

    def test_a_case_that_is_not_run_any_more(self):
        change = compare.compare({"a.b": {"status": "PASS"}}, {"a.b": {"status": "SKIP"}})
        self.assertEqual(change.gone, ["a.b"])

    def test_functions_of_a_diff(self):
        diff = ("diff --git a/mm/rmap.c b/mm/rmap.c\n--- a/mm/rmap.c\n+++ b/mm/rmap.c\n"
                "@@ -7 +7 @@ static bool try_to_migrate_one(struct folio *folio)\n-\tx;\n+\ty;\n")
        commit = git.Commit("", "", git.touched(diff))
        self.assertEqual(commit.touched, {"mm/rmap.c": {"try_to_migrate_one"}})
        self.assertEqual(covered.reasons(commit), ["mm/rmap.c:try_to_migrate_one()"])
        self.assertFalse(covered.needs_x86_64(commit))

    def test_a_change_of_huge_pages_needs_x86_64(self):
        commit = git.Commit("", "", {UNIT: {"migrate_vma_collect_huge_pmd"}})
        self.assertTrue(covered.needs_x86_64(commit))

    def test_every_covered_case_leads_to_its_clause(self):
        known = clauses.Clauses(project_root())
        self.assertRegex(known.of("migrate_device_collect.refused_page.any"), r"^2\.4: \w")
        self.assertEqual(known.of("nothing.at_all"), "")
