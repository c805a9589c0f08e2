# SPDX-License-Identifier: GPL-2.0
"""arm64 for kunit.py: QEMU's virtual board, without firmware."""

from ..qemu_config import QemuArchParams

QEMU_ARCH = QemuArchParams(
    linux_arch="arm64",
    kconfig="""
CONFIG_SERIAL_AMBA_PL011=y
CONFIG_SERIAL_AMBA_PL011_CONSOLE=y""",
    qemu_arch="aarch64",
    # QEMU would have to inflate Image.gz at each boot.
    kernel_path="arch/arm64/boot/Image",
    kernel_command_line="console=ttyAMA0",
    # All that QEMU can do: the MMU that sets accessed and dirty bits itself,
    # among others.
    extra_qemu_params=["-machine", "virt", "-cpu", "max"],
)
