# SPDX-License-Identifier: GPL-2.0
"""What one boot runs on: processors, memory, load beside it; and in which order.

Also which allocation of each row fails, so that a boot can be repeated.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

from . import errors
from .errors import Mend
from .platforms import chosen

_MEMORY_MIB = (256, 1024, 4096)
# The fragment that mm_kunit.fault= takes.
FAULTS = "faults"
# What an unsigned int of the kernel holds.
_MOST = 2 ** 32 - 1
_BUSY = "import time\nend = time.monotonic() + 3600\nwhile time.monotonic() < end: pass"


@dataclass(frozen=True)
class Machine:
    """0 is what kunit.py takes by itself: one processor, 1 GiB, suites as
    they were linked, and no allocation that is made to fail."""

    cpus: int = 0
    memory: int = 0
    load: bool = False
    order: int = 0
    fault: int = 0

    def __str__(self) -> str:
        words = [f"{self.cpus} processor{'s' if self.cpus > 1 else ''}" if self.cpus else "",
                 f"{self.memory} MiB" if self.memory else "", "load" if self.load else "",
                 f"order {self.order}" if self.order else "",
                 f"allocation {self.fault} fails" if self.fault else ""]
        return ", ".join(filter(None, words))

    def exec_arguments(self, platform: str) -> list[str]:
        """For kunit.py exec; a later option of QEMU takes the place of an
        earlier one."""
        kernel = [f"--kernel_args=mm_kunit.{name}={value}"
                  for name, value in (("order", self.order), ("fault", self.fault)) if value]
        if platform == "um":
            # Two processors of UML need the way of running user space that
            # does without ptrace.
            several = ["--kernel_args=seccomp=on", f"--kernel_args=ncpus={self.cpus}"] if self.cpus > 1 else []
            return several + kernel
        return ([f"--qemu_args=-smp {self.cpus}"] if self.cpus else []) + \
               ([f"--qemu_args=-m {self.memory}"] if self.memory else []) + kernel


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--cpus", type=int, default=0, metavar="N",
                        help="processors of the machine that is booted (default: 1; um: with --config smp)")
    parser.add_argument("--memory", type=int, default=0, metavar="MIB", help="its memory, not of um (default: 1024)")


def add_repeatable(parser: argparse.ArgumentParser) -> None:
    """What --vary varies and a failure names."""
    parser.add_argument("--order", type=int, default=0, metavar="SEED",
                        help="run suites and cases in the order of this seed, such as a failure with --vary names")
    parser.add_argument("--fault", type=int, default=0, metavar="N",
                        help=f"have the Nth allocation of each row fail, with --config {FAULTS}")


def asked_for(args: argparse.Namespace) -> Machine:
    return Machine(args.cpus, args.memory, order=args.order, fault=args.fault)


def of_boot(args: argparse.Namespace, platform: str, config: Path, number: int) -> Machine:
    """The machine of boot number, counted from 0."""
    several = "CONFIG_SMP=y\n" in config.read_text("utf-8") if config.is_file() else False
    if args.cpus > 1 and not several:
        raise Mend(errors.USAGE, f"this kernel for {platform} has one processor; --cpus {args.cpus} needs --config smp "
                                 "(um: 7.3 or later)")
    if not args.vary:
        return asked_for(args)
    cpus = args.cpus or (1 + number % 2 if several else 1)
    memory = args.memory or (0 if platform == "um" else _MEMORY_MIB[number // 2 % len(_MEMORY_MIB)])
    fault = args.fault or (number + 1 if FAULTS in args.config else 0)
    return Machine(cpus, memory, load=number // 2 % 2 == 1, order=args.order or number + 1, fault=fault)


def check(args: argparse.Namespace) -> None:
    if args.cpus < 0 or args.memory < 0:
        raise Mend(errors.USAGE, "--cpus and --memory must be greater than 0")
    if not 0 <= args.order <= _MOST:
        raise Mend(errors.USAGE, f"--order {args.order} is no seed; take one from 1 to {_MOST}")
    if not 0 <= args.fault <= _MOST:
        raise Mend(errors.USAGE, f"--fault {args.fault} is no number of an allocation; the first one is 1")
    if args.fault and FAULTS not in args.config:
        raise Mend(errors.USAGE, f"--fault {args.fault} needs --config {FAULTS} (CONFIG=), where allocations can fail")
    if args.memory and "um" in chosen(args.platform):
        raise Mend(errors.USAGE, "--memory is for what QEMU runs, such as --platform x86_64; kunit.py gives um 1 GiB")


@contextlib.contextmanager
def busy(wanted: bool) -> Iterator[None]:
    """Have a process compete for each processor of the host."""
    children = [subprocess.Popen([sys.executable, "-c", _BUSY], stdin=subprocess.DEVNULL)
                for _cpu in os.sched_getaffinity(0)] if wanted else []
    try:
        yield
    finally:
        for child in children:
            child.kill()
            child.wait()
