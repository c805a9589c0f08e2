# SPDX-License-Identifier: GPL-2.0
"""What a platform is. Every other module asks here."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Optional

from . import errors
from .errors import Mend


@dataclass(frozen=True)
class Platform:
    """One architecture as kunit.py builds and boots it."""

    arch: str
    # Relative to a kernel tree that has the overlay; None runs without QEMU.
    qemu_config: Optional[str] = None
    # Debian's, beyond those that every build needs.
    qemu: tuple[str, ...] = ()
    # GNU triplet of a compiler for arch, for machines of another one.
    triplet: str = ""
    # One of those that "all" stands for, which lint compiles for, too.
    in_all: bool = True
    # Fragments that stand in kunitconfig/NAME itself, or are added there always.
    built_in: tuple[str, ...] = ()
    # Stacked on kunitconfig/NAME unless --without names them.
    usual: tuple[str, ...] = ("devmem",)

    @property
    def cross(self) -> str:
        """What the names of the compiler's programs begin with here."""
        native = os.uname().machine == self.triplet.partition("-")[0]
        return f"{self.triplet}-" if self.triplet and not native else ""

    @property
    def packages(self) -> list[str]:
        return [*self.qemu, *([f"gcc-{self.triplet}"] if self.cross else [])]

    @property
    def arguments(self) -> list[str]:
        """What kunit.py is told."""
        qemu = [f"--qemu_config={self.qemu_config}"] if self.qemu_config else []
        cross = [f"--cross_compile={self.cross}"] if self.cross else []
        return [f"--arch={self.arch}", *qemu, *cross]


TABLE = {
    "um": Platform("um"),
    "x86_64": Platform("x86_64", "tools/testing/kunit/qemu_configs/mm_x86_64.py", ("qemu-system-x86",),
                       built_in=("devmem", "memcg")),
    "arm64": Platform("arm64", "tools/testing/kunit/qemu_configs/mm_arm64.py", ("qemu-system-arm",),
                      "aarch64-linux-gnu", in_all=False, built_in=("devmem", "memcg")),
    # Whichever package it is in: Debian has moved it.
    "riscv64": Platform("riscv", "tools/testing/kunit/qemu_configs/mm_riscv64.py", ("qemu-system-riscv64",),
                        "riscv64-linux-gnu", in_all=False, built_in=("devmem", "memcg")),
    # Device memory is for 64 bits.
    "i386": Platform("i386", "tools/testing/kunit/qemu_configs/mm_i386.py", ("qemu-system-x86",),
                     in_all=False, built_in=("memcg",), usual=()),
}
PLATFORMS = tuple(TABLE)
ALL = tuple(name for name, platform in TABLE.items() if platform.in_all)
CHOICES = "|".join((*PLATFORMS, "all"))


def chosen(name: str) -> tuple[str, ...]:
    """What --platform stands for."""
    if name not in (*PLATFORMS, "all"):
        raise Mend(errors.USAGE, f"there is no platform {name}; take {', '.join(PLATFORMS)} or all ({' and '.join(ALL)})")
    return ALL if name == "all" else (name,)
