# SPDX-License-Identifier: GPL-2.0
"""Counters come through the log whole, or are refused, and gcov reads them."""

import json
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from mdkunit_pkg import counters, coverage, linecount, report
from mdkunit_pkg.errors import HARNESS, USAGE, Mend
from mdkunit_pkg.linecount import Figure, Line
from mdkunit_tests.fakes import GOOD_LOG, RunnerTest, write

KUNIT = Path(__file__).resolve().parents[1]
PRINTER = KUNIT.parents[2] / "lib/mm_kunit/coverage.c"
FLAGS = re.findall(r"-f[\w=-]+", (KUNIT.parents[2] / "mm/tests/Makefile").read_text("utf-8"))

SOURCE = """int f(int x)
{
	if (x > 3)
		return 1;

	for (int i = 0; i < x; i++)
		x += i > 100;
	return x;
}
"""
# What the printer needs of a kernel, so that it can run here.
HEADERS = {
    "linux/init.h": "#define __init\n#define late_initcall(call) int (*start)(void) = call;\n",
    "linux/notifier.h": "#define NOTIFY_DONE 0\nstruct notifier_block { int (*notifier_call)"
                        "(struct notifier_block *, unsigned long, void *); };\n",
    "linux/printk.h": '#include <stdio.h>\n#define pr_info(...) printf("[    1.000000] " __VA_ARGS__)\n',
    "linux/reboot.h": "extern struct notifier_block *last;\n"
                      "static int register_reboot_notifier(struct notifier_block *block)"
                      "{ last = block; return 0; }\n",
}
MAIN = """#include <linux/notifier.h>
extern int (*start)(void);
int f(int x);
struct notifier_block *last;
int main(void)
{
	f(2);
	f(3);
	start();
	return last->notifier_call(last, 0, 0);
}
"""
LOG = ["[    1.0] mm_kunit: coverage: object 4232322a 1 2 1 mm/a.gcda", "mm_kunit: coverage: function 3 4 5 3",
       "mm_kunit: coverage: arcs 1 0", "# any other line", "mm_kunit: coverage: arcs ffffffff",
       "mm_kunit: coverage: end"]


class LogTest(unittest.TestCase):
    def test_counters_are_read(self) -> None:
        one, = counters.read(LOG)
        self.assertEqual((one.gcc, one.name, one.functions[0].arcs), (12, "mm/a.gcda", [1, 0, 0xffffffff]))

    def test_a_log_without_counters_has_none(self) -> None:
        self.assertEqual(counters.read(["ok 1 suite"]), [])

    def test_a_damaged_log_is_refused(self) -> None:
        for lost in (1, 2, 4, 5):
            with self.subTest(without=LOG[lost]), self.assertRaises(Mend) as caught:
                counters.read(LOG[:lost] + LOG[lost + 1:])
            self.assertEqual(caught.exception.code, HARNESS)
        with self.assertRaises(Mend):
            counters.read([LOG[0], "mm_kunit: coverage: function 3 4"])

    def test_lengths_are_counted_as_the_compiler_does(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            path = Path(name) / "a.gcda"
            for version, length in (("42313241", 3), ("42323241", 12)):
                one, = counters.read([LOG[0].replace("4232322a", version), *LOG[1:]])
                counters.write(one, path)
                self.assertIn(b"\0\0\0\1" + length.to_bytes(4, "little"), path.read_bytes())


def counted(top: Path, source: str) -> list[str]:
    """The log of a program that has source, SOURCE in there, instrumented."""
    files = {**HEADERS, source: SOURCE, "main.c": MAIN}
    write(top, files)
    for command in (["-c", source, "-o", "unit.o", *FLAGS], ["-I.", "main.c", str(PRINTER), "unit.o", "-o", "program"]):
        subprocess.run(["gcc", *command], cwd=top, check=True)
    return subprocess.run(["./program"], cwd=top, capture_output=True, text=True, check=True).stdout.splitlines()


needs_gcc = unittest.skipUnless(shutil.which("gcc") and shutil.which("gcov"), "gcc is missing (apt-get install gcc)")


@needs_gcc
class CommandTest(RunnerTest):
    def coverage(self, lines: list[str]) -> "subprocess.CompletedProcess[str]":
        tree = self.tree(exec={"print": GOOD_LOG + lines}, list={"print": []})
        write(tree, {"mm/migrate_device.c": SOURCE + "/* flush_tlb_range */"})
        return self.mdkunit("coverage", "--kdir", tree, "--no-install", "--out", self.top / "out",
                            "--json", self.top / "coverage.json")

    def test_figures_come_last_and_in_the_report(self) -> None:
        done = self.coverage(counted(self.top / "object", "mm/migrate_device.c"))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout.splitlines()[-1], r"^um: lines \d/\d \(\d\d\.\d %\), branches \d/\d ")
        file = json.loads((self.top / "coverage.json").read_text())["platforms"][0]["files"][0]
        self.assertEqual((file["path"], file["lines_not_hit"]), ("mm/migrate_device.c", [4]))
        self.assertIn("#####:    4:", (self.top / "out/um/migrate_device.c.gcov").read_text())

    def test_only_the_copy_is_instrumented(self) -> None:
        self.coverage(counted(self.top / "object", "mm/migrate_device.c"))
        home, = (self.cache / "mdkunit/build").glob("*-um-*/")
        calls = [json.loads(line) for line in (home / "obj/calls").read_text().splitlines()]
        self.assertEqual([call[0] for call in calls], ["config", "build"])
        self.assertNotIn("kunitconfig/coverage", " ".join(calls[1]))

    def test_no_counters_is_no_verdict(self) -> None:
        self.assert_one_line(self.coverage([]), HARNESS, "before it printed a counter")

    def test_repeating_is_no_option(self) -> None:
        self.assert_one_line(self.mdkunit("coverage", "--repeat", "2"), USAGE, "--repeat")


@needs_gcc
class GccTest(unittest.TestCase):
    """The kernel's printer and the Makefile's flags, without a kernel."""

    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.top = Path(holder.name)
        self.object, = counters.read(counted(self.top, "unit.c"))

    def test_counts_reach_the_lines(self) -> None:
        counters.write(self.object, self.top / "unit.gcda")
        entry, = linecount.gcov(self.top / "unit.gcda", "gcov")
        file = linecount.read_file("mm/unit.c", entry, self.top / "unit.c")
        self.assertEqual({number: file.lines[number].count for number in (3, 4, 7, 8)}, {3: 2, 4: 0, 7: 5, 8: 2})
        self.assertEqual(file.not_hit(), [4])
        self.assertEqual(file.not_taken(), [(3, 0)])
        self.assertIn("    #####:    4:\t\treturn 1;", linecount.annotated(file))
        self.assertIn("\nDA:7,5\n", linecount.tracefile(file, self.top / "unit.c"))
        name, at, lines, branches = next(iter(file.by_function()))
        self.assertEqual((name, at, lines.of - lines.hit, branches.of - branches.hit), ("f", 1, 1, 1))

    def test_notes_of_another_build_are_refused(self) -> None:
        self.object.stamp += 1
        counters.write(self.object, self.top / "unit.gcda")
        with self.assertRaisesRegex(Mend, "cannot read unit.gcda"):
            linecount.gcov(self.top / "unit.gcda", "gcov")


class FigureTest(unittest.TestCase):
    def test_only_all_is_a_hundred_per_cent(self) -> None:
        self.assertEqual(str(Figure(9999, 10000)), "9999/10000 (99.9 %)")
        self.assertEqual(str(Figure(0, 0)), "0/0 (100.0 %)")

    def test_runs_of_lines_span_lines_without_code(self) -> None:
        lines = {number: Line() for number in (3, 4, 7, 9, 12)}
        self.assertEqual(linecount.ranges([3, 4, 7, 12], lines), "3-7, 12")

    def test_copies_of_an_inlined_line_are_one_line(self) -> None:
        entry = {"line_number": 5, "count": 1, "branches": [{"count": 1, "throw": False}, {"count": 0, "throw": False}]}
        other = dict(entry, count=2, branches=[{"count": 0, "throw": False}, {"count": 2, "throw": False}])
        self.assertEqual(linecount.merged([entry, other]), {5: Line(3, [1, 2])})

    def test_only_sources_of_mm_are_observed(self) -> None:
        self.assertEqual(linecount.in_tree("/x/src/mm/tests/../migrate_device.c"), "mm/migrate_device.c")
        for path in ("mm/tests/migrate_device_unit.c", "include/linux/mm.h", "lib/mm_kunit/interpose.h"):
            self.assertEqual(linecount.in_tree(path), "", path)

    def test_document_and_text_name_what_is_missing(self) -> None:
        run = report.PlatformReport("um", "7.3.4", "linux", [], "")
        one = coverage.Measured(run, [linecount.File("mm/a.c", [], {3: Line(1, [1, 0]), 4: Line()}, [])])
        file = json.loads(json.dumps(coverage.document([one], 0)))["platforms"][0]["files"][0]
        self.assertEqual(file["lines"], {"hit": 1, "of": 2})
        self.assertEqual((file["lines_not_hit"], file["branches_not_taken"]), ([4], [{"line": 3, "branch": 1}]))
        self.assertEqual(coverage.text(one)[-2:], ["  lines not hit: 4", "  hit, with a branch never taken: 3"])

    def test_clang_is_refused(self) -> None:
        self.assertEqual(coverage.gcov_of(["CC=gcc-12"]), "gcov-12")
        with self.assertRaises(Mend) as caught:
            coverage.gcov_of(["LLVM=1"])
        self.assertEqual(caught.exception.code, USAGE)


if __name__ == "__main__":
    unittest.main()
