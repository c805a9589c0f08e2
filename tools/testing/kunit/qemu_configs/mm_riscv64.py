# SPDX-License-Identifier: GPL-2.0
"""riscv64 for kunit.py: QEMU's virtual board, with the firmware of its own."""

from ..qemu_config import QemuArchParams

QEMU_ARCH = QemuArchParams(
    linux_arch="riscv",
    kconfig="""
CONFIG_SERIAL_8250=y
CONFIG_SERIAL_8250_CONSOLE=y
CONFIG_SERIAL_OF_PLATFORM=y""",
    qemu_arch="riscv64",
    kernel_path="arch/riscv/boot/Image",
    kernel_command_line="console=ttyS0",
    extra_qemu_params=["-machine", "virt", "-cpu", "rv64"],
)
