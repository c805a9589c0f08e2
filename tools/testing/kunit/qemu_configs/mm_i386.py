# SPDX-License-Identifier: GPL-2.0
"""i386 for kunit.py, also where the processor offers no virtualisation."""

# kunit.py's own directory is where Python looks first.
from qemu_configs.mm_accel import accelerated

from ..qemu_config import QemuArchParams

QEMU_ARCH = QemuArchParams(
    linux_arch="i386",
    kconfig="""
CONFIG_SERIAL_8250=y
CONFIG_SERIAL_8250_CONSOLE=y""",
    qemu_arch="i386",
    kernel_path="arch/x86/boot/bzImage",
    # See mm_x86_64.py.
    kernel_command_line="console=ttyS0 no_timer_check",
    # Without NX, which QEMU's default lacks, most entries would have nothing
    # in their upper word.
    extra_qemu_params=accelerated(["-bios", "qboot.rom", "-cpu", "max"]),
)
