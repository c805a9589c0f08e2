# SPDX-License-Identifier: GPL-2.0
"""What has QEMU run x86 also where the processor offers no virtualisation.

There /dev/kvm may open and the guest still never run, so kunit.py's own
"-accel kvm" must go: appended arguments cannot undo it. MDKUNIT_ACCEL=tcg
asks for the same elsewhere.
"""

import os
import re
from typing import List


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


def accelerated(params: List[str]) -> List[str]:
    """params, for a machine that is run by what can run it here."""
    return params if _virtualisation() else _TcgOnly(params)
