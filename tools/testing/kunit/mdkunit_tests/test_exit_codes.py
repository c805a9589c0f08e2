# SPDX-License-Identifier: GPL-2.0
"""Every exit code, provoked through the command line."""

import json
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

from mdkunit_tests.fakes import GOOD_LOG, MDKUNIT, RunnerTest, kernel_tree, write

DEAD_LOG = GOOD_LOG[:6] + ["Kernel panic - not syncing: toy"]
WARNED_LOG = GOOD_LOG[:5] + ["WARNING: mm/rmap.c:1 at f+0x1/0x2, CPU#0: a/1"] + GOOD_LOG[5:]
FAILED_LOG = [line.replace("    ok 1", "    not ok 1") for line in GOOD_LOG]


class Verdicts(RunnerTest):
    def last(self, done):
        return done.stdout.splitlines()[-1]

    def test_0_all_passed(self):
        done = self.run_tree()
        self.assertEqual((done.returncode, self.last(done)), (0, "1 passed, 0 failed, 1 skipped"), done.stderr)

    def test_1_a_case_failed(self):
        done = self.run_tree(exec={"print": FAILED_LOG})
        self.assertEqual((done.returncode, self.last(done)), (1, "0 passed, 1 failed, 1 skipped"))
        self.assertIn("FAILED toy.first", done.stdout)

    def test_1_the_kernel_complained(self):
        done = self.run_tree(exec={"print": WARNED_LOG})
        self.assertEqual((done.returncode, self.last(done)), (1, "0 passed, 1 failed, 1 skipped"))
        self.assertIn("FAILED toy.first: WARNING: mm/rmap.c:1", done.stdout)

    def test_1_the_kernel_complained_outside_any_case(self):
        done = self.run_tree(exec={"print": WARNED_LOG[5:6] + GOOD_LOG})
        self.assertEqual((done.returncode, self.last(done)), (1, "1 passed, 1 failed, 1 skipped"))
        self.assertIn("outside any case", done.stdout)

    def test_1_panic_names_the_case(self):
        listed = {"print": ["KTAP version 1", "1..1", "toy.first", "toy.second"]}
        done = self.run_tree(exec={"print": DEAD_LOG}, list=listed)
        self.assertEqual((done.returncode, self.last(done)), (1, "1 passed, 1 failed, 0 skipped"))
        self.assertIn("FAILED toy.second: the kernel stopped", done.stdout)

    def test_1_hang_names_the_case(self):
        listed = {"print": ["KTAP version 1", "1..1", "toy.first", "toy.second"]}
        done = self.run_tree("--timeout", "1.5", exec={"print": GOOD_LOG[:5], "sleep": 60}, list=listed)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("FAILED toy.first: hang", done.stdout)
        self.assertIn("NOT RUN toy.second", done.stdout)

    def test_quiet_leaves_failures_and_the_last_line(self):
        done = self.run_tree("--quiet")
        self.assertEqual((done.stdout, done.stderr), ("1 passed, 0 failed, 1 skipped\n", ""))
        done = self.run_tree("-q", exec={"print": FAILED_LOG})
        self.assertEqual((done.returncode, done.stderr), (1, ""))
        self.assertTrue(done.stdout.startswith("FAILED toy.first"), done.stdout)

    def test_builds_of_a_tree_that_is_gone_are_stale(self):
        self.run_tree()
        builds = self.cache / "mdkunit/build"
        self.assertEqual(self.mdkunit("clean", "--stale").returncode, 0)
        self.assertEqual(len(list(builds.glob("*/"))), 1)
        shutil.rmtree(self.top / "tree")
        self.assertIn("removed", self.mdkunit("clean", "--stale").stdout)
        self.assertEqual(list(builds.glob("*/")), [])

    def test_1_panic_before_ktap(self):
        done = self.run_tree(exec={"print": ["Kernel panic - not syncing: no init"]})
        self.assertEqual(done.returncode, 1)

    def test_1_goes_before_errors_of_the_other_platform(self):
        done = self.run_tree("--platform", "all", exec={"print": FAILED_LOG})
        self.assertEqual(done.returncode, 1)

    def test_2_usage(self):
        tree = self.tree()
        for words, part in (
            (("--platform", "arm"), "no platform arm"), (("--config", "nope"), "knows: devmem, extra"),
            (("--repeat", "0"), "greater than 0"), (("--filter", "a b"), "--filter"), (("--nope",), "--nope"),
            (("--kernel", "6.1"), "not allowed with"), (("--apply", "/nope.diff"), "no /nope.diff"),
            (("--json", "/no/such/dir/x"), "no directory"), (("--json", "/"), "no directory"),
        ):
            with self.subTest(words):
                self.assert_one_line(self.mdkunit("run", "--kdir", tree, "--no-install", *words), 2, part)
        self.assert_one_line(self.mdkunit("run", "--kernel", "new"), 2, "no kernel series")
        self.assert_one_line(self.mdkunit("walk"), 2, "walk")
        self.assert_one_line(self.mdkunit(), 2, "COMMAND")

    def test_2_no_such_tree(self):
        self.assert_one_line(self.mdkunit("run", "--kdir", self.top / "nowhere"), 2, "there is no")

    def test_2_not_a_kernel(self):
        write(self.top / "other", {"Makefile": "all:\n"})
        self.assert_one_line(self.mdkunit("run", "--kdir", self.top / "other"), 2, "not a kernel source tree")
        write(self.top / "file", {"x": ""})
        self.assert_one_line(self.mdkunit("run", "--kdir", self.top / "file/x"), 2, "not a kernel source tree")

    def test_2_filter_matches_nothing(self):
        listed = {"print": ["KTAP version 1", "1..1", "toy.first"]}
        done = self.run_tree("--filter", "nope", exec={"print": ["KTAP version 1", "1..0"]}, list=listed)
        self.assert_one_line(done, 2, "nope", "the suites are: toy")

    def test_2_row_filter_matches_nothing(self):
        self.assert_one_line(self.run_tree("--filter", "toy.*.nope"), 2, "matches no row")

    def test_3_too_old(self):
        kernel_tree(self.top / "old", 5, 10)
        self.assert_one_line(self.mdkunit("run", "--kdir", self.top / "old"), 3, "5.10.4", "6.1 or newer")

    def test_3_incomplete_tree(self):
        tree = self.tree()
        (tree / "mm/migrate_device.c").unlink()
        self.assert_one_line(self.mdkunit("run", "--kdir", tree, "--no-install"), 3, "mm/migrate_device.c")

    def test_3_fragment_that_the_platform_lacks(self):
        failing = {"print": ["Missing: CONFIG_EXTRA=y"], "exit": 1}
        self.assert_one_line(self.run_tree("--config", "extra", config=failing), 3, "CONFIG_EXTRA", "--config extra")

    def test_3_missing_compiler(self):
        tools = self.top / "bin"
        tools.mkdir()
        for name in ("python3", "unshare", "true", "make", "ld", "flex", "bison", "bc", "perl", "dpkg"):
            if found := shutil.which(name):
                (tools / name).symlink_to(found)
        self.env["PATH"] = str(tools)
        self.assert_one_line(self.run_tree(), 3, "gcc")

    def test_3_cache_inside_the_tree(self):
        self.env["XDG_CACHE_HOME"] = str(self.top / "tree/cache")
        self.assert_one_line(self.run_tree(), 3, "inside the kernel tree")

    def test_3_cache_with_a_blank(self):
        self.env["XDG_CACHE_HOME"] = str(self.top / "my cache")
        self.assert_one_line(self.run_tree(), 3, "blank")

    def test_3_build_directory_in_use(self):
        tree = self.tree(build={"sleep": 20})
        first = self.popen("run", "--kdir", tree, "--no-install")
        self.addCleanup(first.communicate)
        self.addCleanup(first.terminate)
        for line in first.stderr:
            if "configure" in line:
                break
        self.assert_one_line(self.mdkunit("run", "--kdir", tree, "--no-wait", "--no-install"), 3, "in use by mdkunit")

    def test_3_disk_full(self):
        tree = self.tree()
        (self.root / "mm/tests/big.c").write_text("x" * 300_000)
        (self.top / "tiny").mkdir()
        script = 'mount -t tmpfs -o size=128k none "$1" && shift && exec "$@"'
        small = ["unshare", "--mount", "--map-root-user", "sh", "-c", script, "sh", str(self.top / "tiny")]
        if subprocess.run([*small, "true"], capture_output=True, check=False).returncode:
            self.skipTest("no mount namespace here")
        self.env["XDG_CACHE_HOME"] = str(self.top / "tiny")
        done = subprocess.run([*small, sys.executable, str(MDKUNIT), "run", "--kdir", str(tree), "--no-install"],
                              env=self.env, capture_output=True, text=True, check=False)
        self.assert_one_line(done, 3, "disk is full")

    def test_4_does_not_compile(self):
        failing = {"print": ["ERROR:root:", "mm/rmap.c:7:1: error: expected ';'"], "exit": 1}
        self.assert_one_line(self.run_tree(build=failing), 4, "mm/rmap.c:7:1: error")

    def test_4_kconfig_does_not_parse(self):
        failing = {"print": ["mm/Kconfig:9: syntax error"], "exit": 1}
        self.assert_one_line(self.run_tree(config=failing), 4, "mm/Kconfig:9")

    def test_4_option_lost_by_the_tree(self):
        failing = {"print": ["Missing: CONFIG_KUNIT=y"], "exit": 1}
        self.assert_one_line(self.run_tree(config=failing), 4, "CONFIG_KUNIT=y")

    def test_4_primitive_gone(self):
        tree = self.tree()
        (tree / "mm/migrate_device.c").write_text("flush_other();\n")
        self.assert_one_line(self.mdkunit("run", "--kdir", tree, "--no-install"), 4, "flush_tlb_range")

    def test_5_no_ktap_twice(self):
        done = self.run_tree(exec={"print": ["Linux version 7.3.4"]})
        self.assert_one_line(done, 5, "no KTAP in two boots")
        self.assertIn("trying once more", done.stderr)

    def test_5_boot_hang(self):
        done = self.run_tree("--timeout", "1", exec={"sleep": 60})
        self.assert_one_line(done, 5, "no KTAP within 1 s")

    def test_bisect_skips_what_does_not_run_and_stops_for_the_rest(self):
        broken = {"print": ["mm/rmap.c:7:1: error: expected ';'"], "exit": 1}
        for code, plan in ((0, {}), (1, {"exec": {"print": FAILED_LOG}}), (125, {"build": broken}),
                           (125, {"exec": {"print": ["silence"]}})):
            with self.subTest(code):
                self.assertEqual(self.run_tree("--bisect", **plan).returncode, code)
        self.assert_one_line(self.run_tree("--bisect", "--filter", "toy.*.nope"), 130, "matches no row")

    def test_second_boot_counts(self):
        done = self.run_tree(exec=[{"print": ["silence"]}, {"print": GOOD_LOG}])
        self.assertEqual(done.returncode, 0, done.stderr)


class Report(RunnerTest):
    def report(self, *words, **plan):
        path = self.top / "report.json"
        path.write_text("stale")
        done = self.run_tree("--json", path, *words, **plan)
        return done, json.loads(path.read_text())

    def test_document(self):
        done, document = self.report("--config", "extra", "--filter", "toy.*", exec={"print": WARNED_LOG})
        self.assertEqual((document["exit"], done.returncode), (1, 1))
        one = document["platforms"][0]
        self.assertEqual((one["platform"], one["kernel"]), ("um", "7.3.4"))
        self.assertEqual(one["config"], ["mm/tests/.kunitconfig", "kunitconfig/um", "kunitconfig/devmem",
                                         "kunitconfig/extra"])
        self.assertEqual(sorted(one["cases"][0]), ["case", "reason", "seconds", "status", "suite"])
        self.assertEqual([case["status"] for case in one["cases"]], ["FAIL", "SKIP"])
        self.assertEqual(one["complaints"][0]["case"], "first")
        self.assertEqual(sorted(one["seconds"]), ["build", "configure", "run"])
        self.assertEqual(one["totals"]["failed"], 1)
        self.assertEqual(one["command"], "./tools/testing/kunit/kunit.py run --kunitconfig=mm/tests "
                                         "--kunitconfig=kunitconfig/um --kunitconfig=kunitconfig/devmem "
                                         "--kunitconfig=kunitconfig/extra 'toy.*'")

    def test_command_for_x86_64(self):
        _done, document = self.report("--platform", "x86_64", "--known-issues")
        self.assertIn("--arch=x86_64 --qemu_config=tools/testing/kunit/qemu_configs/mm_x86_64.py "
                      "--kernel_args=mm_kunit.known_issues=1", document["platforms"][0]["command"])

    def test_errors_are_in_the_document_and_a_stale_one_is_not_kept(self):
        _done, document = self.report(build={"print": ["a.c:1:1: error: x"], "exit": 1})
        self.assertEqual(document["exit"], 4)
        self.assertIn("a.c:1:1", document["platforms"][0]["error"])

    def test_refusals_are_documents_too(self):
        _done, document = self.report("--config", "nope")
        self.assertEqual((document["exit"], document["platforms"]), (2, []))
        self.assertIn("kunitconfig/nope", document["error"])

    def test_both_platforms(self):
        done, document = self.report("--platform", "all")
        self.assertEqual([one["platform"] for one in document["platforms"]], ["um", "x86_64"])
        self.assertEqual(done.stdout.splitlines()[-1], "2 passed, 0 failed, 2 skipped")

    def test_repeat_keeps_the_worst(self):
        boots = [{"print": GOOD_LOG}, {"print": FAILED_LOG}, {"print": GOOD_LOG}]
        done, document = self.report("--repeat", "3", exec=boots)
        self.assertEqual(done.returncode, 1)
        self.assertIn("boot 2 of 3", document["platforms"][0]["cases"][0]["reason"])

    def test_out_keeps_the_logs(self):
        self.report("--out", self.top / "kept")
        kept = sorted(path.name for path in Path(self.top / "kept/um").iterdir())
        self.assertEqual(kept, ["build.log", "configure.log", "test.log"])


if __name__ == "__main__":
    unittest.main()
