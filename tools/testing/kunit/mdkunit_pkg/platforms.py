# SPDX-License-Identifier: GPL-2.0
"""What a platform is. Every other module asks here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional


@dataclass(frozen=True)
class Platform:
    """One architecture as kunit.py builds and boots it."""

    arch: str
    # Relative to a kernel tree that has the overlay; None runs without QEMU.
    qemu_config: Optional[str] = None
    # Debian's, beyond those that every build needs.
    packages: tuple[str, ...] = ()
    # Stacked on kunitconfig/NAME unless --without names them.
    usual: tuple[str, ...] = ("devmem",)

    @property
    def arguments(self) -> list[str]:
        """What kunit.py is told."""
        qemu = [f"--qemu_config={self.qemu_config}"] if self.qemu_config else []
        return [f"--arch={self.arch}", *qemu]


TABLE = {
    "um": Platform("um"),
    "x86_64": Platform("x86_64", "tools/testing/kunit/qemu_configs/mm_x86_64.py", ("qemu-system-x86",)),
}
PLATFORMS = tuple(TABLE)
