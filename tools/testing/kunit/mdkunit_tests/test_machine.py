# SPDX-License-Identifier: GPL-2.0
"""What a boot runs on has to reach kunit.py, and each failure its boot."""

import argparse
import json
import re
import subprocess
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from mdkunit_pkg import boot, csource, errors, machine
from mdkunit_pkg.errors import Mend
from mdkunit_tests import fakes

LOG = fakes.GOOD_LOG
BAD = [line.replace("ok 1 first", "not ok 1 first").replace("ok 1 toy", "not ok 1 toy") for line in LOG]

FEWER = [line.replace("1..2", "1..1") for line in LOG if "second" not in line]


class MachineTest(unittest.TestCase):
    def setUp(self) -> None:
        holder = TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.config = Path(holder.name) / ".config"

    def boots(self, platform: str, smp: bool, **more: object) -> list[machine.Machine]:
        self.config.write_text("CONFIG_SMP=y\n" if smp else "# CONFIG_SMP is not set\n", "utf-8")
        args = argparse.Namespace(**{"cpus": 0, "memory": 0, "order": 0, "fault": 0, "config": [], "vary": True,
                                     **more})
        return [machine.of_boot(args, platform, self.config, number) for number in range(12)]

    def test_all_combinations_come(self) -> None:
        boots = self.boots("x86_64", True)
        self.assertEqual(len({(one.cpus, one.memory) for one in boots}), 6)
        self.assertEqual(len({(one.cpus, one.memory, one.load) for one in boots}), 12)

    def test_um_varies_what_it_can(self) -> None:
        self.assertEqual({(one.cpus, one.memory) for one in self.boots("um", False)}, {(1, 0)})
        self.assertEqual({one.cpus for one in self.boots("um", True)}, {1, 2})

    def test_processors_need_a_kernel_for_them(self) -> None:
        with self.assertRaises(Mend) as caught:
            self.boots("um", False, cpus=2)
        self.assertEqual(caught.exception.code, errors.USAGE)

    def test_arguments(self) -> None:
        self.assertEqual(machine.Machine(2, 256).exec_arguments("x86_64"), ["--qemu_args=-smp 2", "--qemu_args=-m 256"])
        self.assertEqual(machine.Machine(2).exec_arguments("um"), ["--kernel_args=seccomp=on", "--kernel_args=ncpus=2"])
        self.assertEqual(machine.Machine().exec_arguments("x86_64"), [])

    def test_each_boot_has_an_order_that_can_be_repeated(self) -> None:
        self.assertEqual([one.order for one in self.boots("um", False)], list(range(1, 13)))
        self.assertEqual({one.order for one in self.boots("um", False, order=7)}, {7})
        self.assertEqual({one.order for one in self.boots("um", False, vary=False)}, {0})
        self.assertEqual(machine.Machine(order=7).exec_arguments("um"), ["--kernel_args=mm_kunit.order=7"])
        self.assertEqual(machine.Machine(2, order=7).exec_arguments("x86_64")[-1], "--kernel_args=mm_kunit.order=7")

    def test_with_faults_each_boot_has_another_allocation_fail(self) -> None:
        boots = self.boots("um", False, config=["faults"])
        self.assertEqual([one.fault for one in boots], list(range(1, 13)))
        self.assertIn("--kernel_args=mm_kunit.fault=12", boots[-1].exec_arguments("um"))
        self.assertTrue(str(boots[-1]).endswith("order 12, allocation 12 fails"))
        self.assertEqual({one.fault for one in self.boots("um", False)}, {0})

    def test_load_ends(self) -> None:
        with machine.busy(True):
            pass
        with machine.busy(False):
            pass
        self.assertNotIn(b"monotonic() + 3600", subprocess.run(["ps", "-o", "args", "--ppid", str(machine.os.getpid())],
                                                               capture_output=True, check=False).stdout)


class OursTest(unittest.TestCase):
    """lib/mm_kunit/shuffle.c knows our suites by how their names begin."""

    def test_all_suites_are_shuffled_but_the_last(self) -> None:
        top = Path(__file__).resolve().parents[4]
        source = (top / "lib/mm_kunit/shuffle.c").read_text("utf-8")
        ours = tuple(re.findall(r'"(\w+)"', source.split("ours[]")[1].split("};")[0]))
        suites = [name for file in (top / "mm/tests").glob("*_kunit.c")
                  for _name, _line, text in csource.structures(file.read_text("utf-8"), "kunit_suite")
                  for name in re.findall(r'\.name = "(\w+)"', text)]
        self.assertGreater(len(suites), 50)
        self.assertEqual([name for name in suites if not name.startswith(ours)], [])
        self.assertLess(set(re.findall(r'last\[\].*"(\w+)"', source)), set(suites))


class PatienceTest(unittest.TestCase):
    def within(self, load: float, total: float = 300.0) -> boot.Limits:
        with mock.patch.object(boot.os, "getloadavg", return_value=(load, 0.0, 0.0)), \
                mock.patch.object(boot.os, "sched_getaffinity", return_value={0, 1}):
            return boot.Limits.within(total)

    def test_idle_host(self) -> None:
        self.assertEqual((self.within(0.1).header, self.within(0.1).silence), (120.0, 60.0))

    def test_busy_host_may_take_longer(self) -> None:
        self.assertEqual(self.within(4.0).silence, 120.0)

    def test_but_not_for_ever(self) -> None:
        self.assertEqual(self.within(1000.0, 5000.0).silence, 600.0)
        self.assertEqual(self.within(1000.0).silence, 300.0)


class CalmTest(fakes.RunnerTest):
    def test_a_failure_names_its_boot(self) -> None:
        done = self.run_tree("--repeat", "3", "--vary", exec=[{"print": LOG}, {"print": BAD}, {"print": LOG}])
        self.assertEqual(done.returncode, errors.FAILED)
        self.assertIn("um: 3 boots, 1 with failures", done.stdout)
        self.assertIn("FAILED toy.first: boot 2 of 3 (1 processor, order 2)", done.stdout)
        self.assertRegex(done.stdout, r"whole log: \S+/test2\.log")
        self.assertRegex(done.stdout, r"by hand.*'--kernel_args=mm_kunit\.order=2'")

    def test_so_does_a_complaint_outside_any_case(self) -> None:
        warning = [LOG[0], "WARNING: mm/a.c:1 at f+0x1/0x2", *LOG[1:]]
        done = self.run_tree("--repeat", "2", "--vary", exec=[{"print": LOG}, {"print": warning}])
        self.assertRegex(done.stdout, r"FAILED .*outside any case: boot 2 of 2 \(1 processor, order 2\): WARNING")

    def assert_boots_differ(self, *logs: list[str]) -> None:
        done = self.run_tree("--repeat", "2", exec=[{"print": log} for log in logs])
        self.assertEqual(done.returncode, errors.FAILED)
        self.assertIn("NOT RUN toy.second", done.stdout)
        self.assertIn("2 boots, 1 with failures", done.stdout)

    def test_a_boot_that_lacks_a_case_fails(self) -> None:
        self.assert_boots_differ(LOG, FEWER)

    def test_so_does_one_with_a_case_more(self) -> None:
        self.assert_boots_differ(FEWER, LOG)

    def test_order_reaches_the_kernel_and_the_report(self) -> None:
        report = self.top / "report.json"
        done = self.run_tree("--order", "7", "--json", report)
        self.assertEqual(done.returncode, errors.PASSED, done.stderr)
        calls = next(self.cache.rglob("calls")).read_text("utf-8").splitlines()
        self.assertIn("--kernel_args=mm_kunit.order=7", json.loads(calls[-1]))
        found = json.loads(report.read_text("utf-8"))["platforms"][0]
        self.assertEqual([one["machine"] for one in found["boots"]], ["order 7"])
        self.assertIn("--kernel_args=mm_kunit.order=7", found["command"])

    def test_what_never_ran_is_listed_in_the_order_of_the_boot(self) -> None:
        self.run_tree("--order", "7", exec={"print": LOG[:-2]}, list={"print": ["toy.second", "toy.first"]})
        calls = next(self.cache.rglob("calls")).read_text("utf-8").splitlines()
        self.assertLess({"--kernel_args=kunit.action=list", "--kernel_args=mm_kunit.order=7"},
                        set(json.loads(calls[-1])))

    def test_order_is_a_number_that_the_kernel_takes(self) -> None:
        for seed in ("-1", str(2 ** 32)):
            self.assert_one_line(self.run_tree("--order", seed), errors.USAGE, "--order", "seed")

    def test_a_fault_needs_a_kernel_for_it(self) -> None:
        self.assert_one_line(self.run_tree("--fault", "3"), errors.USAGE, "--fault", "--config faults")
        self.assert_one_line(self.run_tree("--fault", "-1"), errors.USAGE, "--fault", "allocation")

    def test_rows_that_met_a_fault_are_counted(self) -> None:
        met = [*BAD[:5], "mm_kunit: allocation 3 was made to fail", *BAD[5:]]
        done = self.run_tree("--repeat", "2", "--json", report := self.top / "report.json", exec={"print": met})
        self.assertEqual(done.returncode, errors.PASSED, done.stdout)
        self.assertIn("um: 2 times an allocation of a row was made to fail", done.stdout)
        found = json.loads(report.read_text("utf-8"))["platforms"][0]
        self.assertEqual([one["faults"] for one in found["boots"]], [1, 1])

    def test_memory_is_for_qemu(self) -> None:
        self.assert_one_line(self.run_tree("--memory", "256"), errors.USAGE, "--memory", "x86_64")


if __name__ == "__main__":
    unittest.main()
