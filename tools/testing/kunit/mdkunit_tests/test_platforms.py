# SPDX-License-Identifier: GPL-2.0
"""A platform with a compiler of its own reaches kunit.py, make and apt."""

import argparse
import types
import unittest
from pathlib import Path
from unittest import mock

from mdkunit_pkg import bench, build, coverage, errors, machine, matrix, packages, platforms
from mdkunit_pkg.errors import Mend

ARM64 = platforms.TABLE["arm64"]
RISCV64 = platforms.TABLE["riscv64"]
I386 = platforms.TABLE["i386"]


def host(name: str) -> "mock._patch[mock.MagicMock]":
    return mock.patch.object(platforms.os, "uname", return_value=types.SimpleNamespace(machine=name))


class Table(unittest.TestCase):
    def test_cross_compiler_on_another_machine_only(self) -> None:
        with host("x86_64"):
            self.assertIn("--cross_compile=aarch64-linux-gnu-", ARM64.arguments)
            self.assertEqual(ARM64.packages, ["qemu-system-arm", "gcc-aarch64-linux-gnu"])
        with host("aarch64"):
            self.assertEqual(ARM64.arguments, ["--arch=arm64", f"--qemu_config={ARM64.qemu_config}"])
            self.assertEqual(ARM64.packages, ["qemu-system-arm"])

    def test_riscv_is_what_kunit_calls_it(self) -> None:
        with host("x86_64"):
            self.assertEqual(RISCV64.arguments, ["--arch=riscv", f"--qemu_config={RISCV64.qemu_config}",
                                                 "--cross_compile=riscv64-linux-gnu-"])
        with host("riscv64"):
            self.assertEqual(RISCV64.packages, ["qemu-system-riscv64"])

    def test_others_need_none(self) -> None:
        with host("aarch64"):
            self.assertEqual([platforms.TABLE[name].cross for name in ("um", "x86_64", "i386")], ["", "", ""])

    def test_what_32_bits_are_built_with(self) -> None:
        """No device memory, which kunit.py would refuse there."""
        root = Path(__file__).resolve().parents[4]
        self.assertEqual(build.Recipe(root, "i386").stack, ["mm/tests", "kunitconfig/i386"])
        self.assertNotIn("devmem", I386.built_in)

    def test_all_is_what_any_machine_can_build(self) -> None:
        self.assertEqual(platforms.chosen("all"), ("um", "x86_64"))
        self.assertEqual(platforms.chosen("arm64"), ("arm64",))

    def test_unknown_platform(self) -> None:
        with self.assertRaises(Mend) as caught:
            platforms.chosen("vax")
        self.assertEqual(caught.exception.code, errors.USAGE)
        self.assertIn("arm64", str(caught.exception))

    def test_each_has_its_configuration(self) -> None:
        root = Path(__file__).resolve().parents[4]
        for name, platform in platforms.TABLE.items():
            self.assertTrue((root / "kunitconfig" / name).is_file(), name)
            self.assertTrue(platform.qemu_config is None or (root / platform.qemu_config).is_file(), name)


class Use(unittest.TestCase):
    def test_missing_packages_are_named(self) -> None:
        with host("x86_64"), mock.patch.object(packages.shutil, "which", return_value=None):
            self.assertLess({"gcc-aarch64-linux-gnu", "qemu-system-arm"}, set(packages.missing(["arm64"], False)))
            self.assertLess({"gcc-riscv64-linux-gnu", "qemu-system-riscv64"}, set(packages.missing(["riscv64"], False)))
            self.assertIn("qemu-system-x86", packages.missing(["i386"], False))
            self.assertNotIn("gcc-aarch64-linux-gnu", packages.missing(["um", "x86_64"], False))

    def test_compiler_that_a_build_directory_is_for(self) -> None:
        done = types.SimpleNamespace(stdout="a version\n")
        with mock.patch.object(build.subprocess, "run", return_value=done) as ran, \
                mock.patch.dict(build.os.environ, {"LLVM": ""}):
            self.assertIn("aarch64-linux-gnu-gcc", build.compiler([], "aarch64-linux-gnu-"))
            self.assertEqual(ran.call_args.args[0], ["aarch64-linux-gnu-gcc", "--version"])
            # The keys of build directories that are there must not change.
            self.assertEqual(build.compiler([]), " gcc a version")

    def test_mutants_are_not_for_it(self) -> None:
        table = {"run": "mutants", "kernels": ["7.3"], "platforms": ["arm64"]}
        with self.assertRaises(Mend):
            matrix._check(table, "here")
        matrix._check({**table, "run": "run"}, "here")

    def test_gcov_belongs_to_the_compiler(self) -> None:
        self.assertEqual(coverage.gcov_of([], "aarch64-linux-gnu-"), "aarch64-linux-gnu-gcov")
        self.assertEqual(coverage.gcov_of(["CC=gcc-12"], "aarch64-linux-gnu-"), "gcov-12")

    def test_memory_of_what_qemu_runs(self) -> None:
        machine.check(argparse.Namespace(cpus=0, memory=256, order=0, fault=0, config=[], platform="arm64"))
        for platform in ("um", "all"):
            with self.assertRaises(Mend):
                machine.check(argparse.Namespace(cpus=0, memory=256, order=0, fault=0, config=[], platform=platform))

    def test_bench_takes_one(self) -> None:
        with self.assertRaises(Mend) as caught:
            bench.main(argparse.Namespace(json=None, platform="all"))
        self.assertEqual(caught.exception.code, errors.USAGE)


if __name__ == "__main__":
    unittest.main()
