# SPDX-License-Identifier: GPL-2.0
"""A cell runs once, its result is whole, and the matrix says what it means."""

import signal
import tempfile
import time
import unittest
from pathlib import Path
from unittest import mock

from mdkunit_pkg import cells, matrix, run
from mdkunit_pkg.errors import CONFIG, HARNESS, USAGE, Mend

from .fake_cells import IDS, CellsTest


class MatrixTest(unittest.TestCase):
    def read(self, text: str):
        with tempfile.TemporaryDirectory() as name:
            path = Path(name, "m.toml")
            path.write_text(text)
            return matrix.read(path)

    def refused(self, text: str, *parts: str) -> None:
        with self.assertRaises(Mend) as caught:
            self.read(text)
        self.assertEqual(caught.exception.code, CONFIG)
        for part in parts:
            self.assertIn(part, str(caught.exception))

    def test_the_projects_own_names_what_exists(self) -> None:
        kunitconfig = run.project_root() / "kunitconfig"
        for cell in matrix.read():
            for fragment in cell.fragments:
                self.assertTrue((kunitconfig / fragment).is_file(), fragment)

    def test_check_runs_all_six(self) -> None:
        self.assertEqual(matrix.checked(), "um:7.3,x86_64:7.3,um:6.12,x86_64:6.12,um:6.1,x86_64:6.1")

    def test_every_combination(self) -> None:
        found = self.read('[[cells]]\nkernels = ["7.3"]\nplatforms = ["um"]\nconfigs = ["", "kasan lockdep"]\n'
                          'options = ["--cpus=2"]\n')
        self.assertEqual([cell.id for cell in found], ["um-7.3", "um-7.3-kasan+lockdep"])
        self.assertEqual(found[1].arguments, ["run", "--kernel", "7.3", "--platform", "um", "--config=kasan",
                                              "--config=lockdep", "--cpus=2"])

    def test_shards(self) -> None:
        found = self.read('[[cells]]\nrun = "mutants"\nkernels = ["7.3"]\nplatforms = ["um"]\nshards = 2\n')
        self.assertEqual([cell.id for cell in found], ["um-7.3-mutants-1of2", "um-7.3-mutants-2of2"])
        self.assertEqual(found[1].arguments[-2:], ["--shard", "2/2"])

    def test_nonsense_is_one_line(self) -> None:
        good = '[[cells]]\nkernels = ["7.3"]\nplatforms = ["um"]\n'
        for text, part in (
            ("[[cells", "no TOML"), ("", "declares no cells"), ("x = 1\n", "nothing but"),
            (good + good, "cell um-7.3 twice"), (good + "colour = 1\n", "no key colour"),
            (good + 'run = "walk"\n', "neither"), (good + "shards = 2\n", "only mutants"),
            (good + "minutes = 0\n", "greater than 0"), (good + "minutes = true\n", "is no int"),
            (good + 'configs = "kasan"\n', "list of strings"), (good + 'configs = ["a/b"]\n', "may hold letters"),
            (good.replace("um", "vax"), "no platform vax"), (good.replace('"7.3"', ""), "kernels is missing"),
            (good.replace('"7.3"', "7.3"), "list of strings"),
            (good + 'run = "mutants"\nconfigs = ["kasan"]\n', "mutants take neither"),
        ):
            with self.subTest(text):
                self.refused(text, part)


class CellTest(CellsTest):
    def test_list(self) -> None:
        self.assertEqual(self.cell("--list").stdout.split(), IDS)

    def test_usage(self) -> None:
        self.assert_one_line(self.cell("um-9.9"), USAGE, "no cell um-9.9", "--list")
        self.assert_one_line(self.cell(), USAGE, "which cell?")
        self.assert_one_line(self.mdkunit("cell", "--list", "--matrix", self.top / "nope"), USAGE, "cannot read")

    def test_runs_once(self) -> None:
        first, second = self.cell("um-7.3"), self.cell("um-7.3")
        self.assertEqual((first.returncode, second.returncode), (0, 0), first.stderr)
        self.assertEqual(self.calls, ["um-7.3"])
        self.assertIn("cell um-7.3: done, 1 passed", first.stdout)
        self.assertIn("cell um-7.3: kept, 1 passed", second.stdout)
        self.assertEqual(self.names(), ["um-7.3.json", "um-7.3.log"])

    def test_a_failure_is_a_verdict(self) -> None:
        self.plan_of("um-7.3", status="FAIL")
        self.assertEqual([self.cell("um-7.3").returncode for _time in range(2)], [1, 1])
        self.assertEqual(self.calls, ["um-7.3"])

    def test_what_gave_no_verdict_runs_again(self) -> None:
        for plan, part in (({"exit": 3, "report": False, "say": "mdkunit: error: no disk"}, "no disk"),
                           ({"report": False}, "without a report")):
            self.plan_of("um-7.3", **plan)
            done = self.cell("um-7.3")
            self.assertEqual(done.returncode, plan.get("exit", HARNESS))
            self.assertIn(part, done.stdout)
        self.plan_of("none")
        self.assertEqual(self.cell("um-7.3").returncode, 0)
        self.assertEqual(len(self.calls), 3)

    def test_other_inputs_run_again(self) -> None:
        self.cell("um-7.3")
        (self.root / "mm/tests/Kconfig").write_text("another suite")
        self.cell("um-7.3")
        self.cell("um-7.3", "--again")
        self.assertEqual(len(self.calls), 3)

    def test_half_a_result_runs_again(self) -> None:
        self.cell("um-7.3")
        for text in ("", self.path("um-7.3").read_text()[:200], "[]", "{}"):
            self.path("um-7.3").write_text(text)
            self.assertEqual(self.cell("um-7.3").returncode, 0)
        self.assertEqual(len(self.calls), 5)

    def test_interrupted_leaves_no_result_and_is_resumed(self) -> None:
        self.plan_of("um-7.3", sleep=60)
        with self.popen("cell", "um-7.3", "--matrix", self.matrix, "--results", self.results) as child:
            deadline = time.monotonic() + 20
            while not self.calls and time.monotonic() < deadline:
                time.sleep(0.05)
            child.send_signal(signal.SIGTERM)
            child.communicate(timeout=20)
        self.assertFalse(self.path("um-7.3").exists())
        self.plan_of("none")
        self.assertEqual(self.cell("um-7.3").returncode, 0)

    def test_result_is_written_when_nobody_listens(self) -> None:
        """As when the engine that runs it is killed."""
        self.plan_of("um-7.3", sleep=0.5)
        with self.popen("cell", "um-7.3", "--matrix", self.matrix, "--results", self.results) as child:
            child.stdout.close()
            child.stderr.close()
            child.wait(timeout=60)
        self.assertEqual(self.document("um-7.3")["exit"], 0)

    def test_two_at_once_are_one_run(self) -> None:
        self.plan_of("um-7.3", sleep=1)
        words = ("cell", "um-7.3", "--matrix", self.matrix, "--results", self.results)
        with self.popen(*words) as one, self.popen(*words) as other:
            said = one.communicate(timeout=60)[0] + other.communicate(timeout=60)[0]
        self.assertEqual(self.calls, ["um-7.3"])
        self.assertIn("done", said)
        self.assertIn("kept", said)

    def test_mutants_bring_their_records(self) -> None:
        done = self.cell("um-7.3-mutants-2of2")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual([one["id"] for one in self.document("um-7.3-mutants-2of2")["records"]], ["m2"])

    def test_a_cell_that_hangs_is_ended(self) -> None:
        self.plan_of("um-7.3", sleep=60)
        cell = matrix.Cell("run", "7.3", "um", minutes=0)
        with mock.patch.dict("os.environ", self.env):
            self.results.mkdir()
            document = cells._run(cell, self.results)
        self.assertEqual((document["exit"], document["error"]), (HARNESS, "took too long and was ended"))


class RealRunTest(CellsTest):
    def test_what_is_run_without_a_stand_in(self) -> None:
        """The commands that a cell stands for exist and take its options."""
        for cell in matrix.read():
            done = self.mdkunit(*cell.arguments, "--json", self.top / "x.json", "--help")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("--json", done.stdout)
