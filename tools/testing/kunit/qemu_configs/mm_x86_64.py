# SPDX-License-Identifier: GPL-2.0
"""x86_64 for kunit.py, also where the processor offers no virtualisation.

There /dev/kvm may open and the guest still never run, so kunit.py's own
"-accel kvm" must go: appended arguments cannot undo it. MDKUNIT_ACCEL=tcg
asks for the same elsewhere.
"""

import os
import re
from typing import List

from ..qemu_config import QemuArchParams


class _TcgOnly(List[str]):
    """QEMU arguments which, appended to a command, take its accelerators out."""

    def __radd__(self, command: List[str]) -> List[str]:
        kept: List[str] = []
        for word in command:
            if kept and kept[-1] == "-accel" and word != "tcg":
                kept.pop()
            else:
                kept.append(word)
        return kept + list(self)


def _virtualisation() -> bool:
    if os.environ.get("MDKUNIT_ACCEL") == "tcg":
        return False
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as cpuinfo:
            return re.search(r"^flags\s*:.*\b(vmx|svm)\b", cpuinfo.read(), re.M) is not None
    except OSError:
        return False


_PARAMS = ["-bios", "qboot.rom"]
# The kernel counts ticks of the timer in a loop of its own to see whether the
# interrupt works, and panics if a busy host lets it run through without any.
_COMMAND_LINE = "console=ttyS0 no_timer_check"

QEMU_ARCH = QemuArchParams(
    linux_arch="x86_64",
    kconfig="""
CONFIG_SERIAL_8250=y
CONFIG_SERIAL_8250_CONSOLE=y""",
    qemu_arch="x86_64",
    kernel_path="arch/x86/boot/bzImage",
    kernel_command_line=_COMMAND_LINE,
    extra_qemu_params=_PARAMS if _virtualisation() else _TcgOnly(_PARAMS),
)
