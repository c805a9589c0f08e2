# SPDX-License-Identifier: GPL-2.0
"""The QEMU configuration, used the way that kunit.py uses it."""

import os
import sys
import types
import unittest
from pathlib import Path
from typing import NamedTuple
from unittest import mock

CONFIGS = Path(__file__).resolve().parents[1] / "qemu_configs"
BY_7_3 = ["qemu", "-m", "1024", "-accel", "kvm", "-accel", "hvf", "-accel", "tcg", "-serial", "stdio"]
BY_6_1 = ["qemu", "-m", "1024", "-serial", "stdio"]


class Params(NamedTuple):
    linux_arch: str
    kconfig: str
    qemu_arch: str
    kernel_path: str
    kernel_command_line: str
    extra_qemu_params: list


def read(name, accel="", cpuinfo=""):
    package, config = types.ModuleType("fake"), types.ModuleType("fake.qemu_config")
    config.QemuArchParams = Params
    module = types.ModuleType(f"fake.configs.{name}")
    module.__package__ = "fake.configs"
    modules = {"fake": package, "fake.configs": types.ModuleType("fake.configs"), "fake.qemu_config": config}
    code = compile((CONFIGS / f"{name}.py").read_text("utf-8"), name, "exec")
    with mock.patch.dict(sys.modules, modules), mock.patch.dict(os.environ, {"MDKUNIT_ACCEL": accel}), \
            mock.patch.object(sys, "path", [str(CONFIGS.parent), *sys.path]):
        from qemu_configs import mm_accel
        with mock.patch.object(mm_accel, "open", mock.mock_open(read_data=cpuinfo), create=True):
            exec(code, module.__dict__)
    return module.QEMU_ARCH


def load(accel, cpuinfo, name="mm_x86_64"):
    return read(name, accel, cpuinfo).extra_qemu_params


class Accelerators(unittest.TestCase):
    def test_tcg_alone_without_virtualisation(self):
        extra = load("", "flags\t\t: fpu sse\n")
        extra.extend(["-smp", "2"])
        self.assertEqual(BY_7_3 + extra, ["qemu", "-m", "1024", "-accel", "tcg", "-serial", "stdio",
                                          "-bios", "qboot.rom", "-smp", "2"])
        self.assertEqual(BY_6_1 + extra, BY_6_1 + ["-bios", "qboot.rom", "-smp", "2"])

    def test_as_it_is_with_virtualisation(self):
        self.assertEqual(BY_7_3 + load("", "flags\t\t: fpu vmx sse\n"), BY_7_3 + ["-bios", "qboot.rom"])

    def test_tcg_when_asked_for(self):
        self.assertNotIn("kvm", BY_7_3 + load("tcg", "flags\t\t: fpu vmx sse\n"))


class I386(unittest.TestCase):
    def test_as_x86_64_but_for_the_processor(self):
        found, other = read("mm_i386", "tcg"), read("mm_x86_64", "tcg")
        self.assertEqual((found.linux_arch, found.qemu_arch), ("i386", "i386"))
        self.assertEqual(found[3:5], other[3:5])
        self.assertEqual(found.extra_qemu_params, [*other.extra_qemu_params, "-cpu", "max"])

    def test_tcg_alone_without_virtualisation(self):
        self.assertNotIn("kvm", BY_7_3 + load("", "flags\t\t: fpu sse\n", "mm_i386"))


class Riscv64(unittest.TestCase):
    def test_what_qemu_is_told(self):
        found = read("mm_riscv64")
        self.assertEqual((found.linux_arch, found.qemu_arch), ("riscv", "riscv64"))
        self.assertIn("virt", found.extra_qemu_params)
        self.assertIn("ttyS0", found.kernel_command_line)
        # The board says in its device tree where the port is.
        self.assertIn("CONFIG_SERIAL_OF_PLATFORM=y", found.kconfig)


class Arm64(unittest.TestCase):
    def test_what_qemu_is_told(self):
        found = read("mm_arm64")
        self.assertEqual((found.linux_arch, found.qemu_arch), ("arm64", "aarch64"))
        # Without a machine QEMU starts none, and without a console nothing is read.
        self.assertIn("virt", found.extra_qemu_params)
        self.assertIn("ttyAMA0", found.kernel_command_line)
        self.assertIn("PL011_CONSOLE=y", found.kconfig)


if __name__ == "__main__":
    unittest.main()
