# SPDX-License-Identifier: GPL-2.0
"""What a boot runs on has to reach kunit.py, and each failure its boot."""

import argparse
import subprocess
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from mdkunit_pkg import boot, errors, machine
from mdkunit_pkg.errors import Mend
from mdkunit_tests import fakes

LOG = fakes.GOOD_LOG
BAD = [line.replace("ok 1 first", "not ok 1 first").replace("ok 1 toy", "not ok 1 toy") for line in LOG]


class MachineTest(unittest.TestCase):
    def setUp(self) -> None:
        holder = TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.config = Path(holder.name) / ".config"

    def boots(self, platform: str, smp: bool, **more: object) -> list[machine.Machine]:
        self.config.write_text("CONFIG_SMP=y\n" if smp else "# CONFIG_SMP is not set\n", "utf-8")
        args = argparse.Namespace(**{"cpus": 0, "memory": 0, "vary": True, **more})
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

    def test_load_ends(self) -> None:
        with machine.busy(True):
            pass
        with machine.busy(False):
            pass
        self.assertNotIn(b"monotonic() + 3600", subprocess.run(["ps", "-o", "args", "--ppid", str(machine.os.getpid())],
                                                               capture_output=True, check=False).stdout)


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
        self.assertIn("FAILED toy.first: boot 2 of 3 (1 processor)", done.stdout)

    def test_memory_is_for_qemu(self) -> None:
        self.assert_one_line(self.run_tree("--memory", "256"), errors.USAGE, "--memory", "x86_64")


if __name__ == "__main__":
    unittest.main()
