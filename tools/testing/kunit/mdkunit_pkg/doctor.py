# SPDX-License-Identifier: GPL-2.0
"""mdkunit doctor: what this machine has, lacks, and how to get it."""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import sys
from pathlib import Path
from typing import Iterator

from . import cache, checkers, docs, errors, fetch, modules, packages, unpacked
from .mutation import libclang
from .platforms import PLATFORMS

_OLDEST_PYTHON = (3, 9)
_BUILD_BYTES = 200_000_000
_GB = 1e9
# What has it, or what to install for it.
Need = tuple[str, list[str]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--platform", default="um", choices=PLATFORMS,
                        help="what the exit code is about: whether mdkunit run can do its work there (default: um)")


def main(args: argparse.Namespace) -> int:
    for what, lacking in needs():
        print(f"{what:32} {'lacks ' + ' '.join(lacking) if lacking else 'ready'}")
    lacking = packages.missing([args.platform], True)
    can_install = packages.can_install()
    if lacking:
        print("a run installs what it lacks by itself" if can_install else
              f"to install what a run lacks: sudo apt-get install -y --no-install-recommends {' '.join(lacking)}")
    stuck = list(obstacles())
    for line in stuck:
        print(f"in the way: {line}")
    print(f"python {platform.python_version()}; {len(os.sched_getaffinity(0))} processors; {accelerator()}; "
          f"{shutil.disk_usage(cache.root()).free / _GB:.1f} GB free for the cache, {cache.root()} "
          "(mdkunit clean shows what it holds)")
    return errors.CONFIG if stuck or (lacking and not can_install) else errors.PASSED


def needs() -> Iterator[Need]:
    """What a user may want, and Debian's packages that are missing for it."""
    for name in PLATFORMS:
        yield f"run --platform {name}", packages.missing([name], True)
    yield "lint, check", [package for command, package in checkers.PACKAGES.items() if not shutil.which(command)]
    yield "regressions, run --apply FILE", [] if shutil.which("spatch") else [checkers.PACKAGES["spatch"]]
    yield "mutants", [] if libclang.available() else [libclang.PACKAGE]
    yield "docs", [] if shutil.which("sphinx-build") else [docs.PACKAGE]
    yield "kcidb (validation)", [name for module, name in modules.PACKAGES.items()
                                 if module == "jsonschema" and modules.missing(module)]
    yield "launch --engine parallel", _not_unpacked(unpacked.PARALLEL)
    yield "launch --engine slurm", _not_unpacked(unpacked.SLURM)


def _not_unpacked(programs: dict[str, str]) -> list[str]:
    return sorted({package for name, package in programs.items() if not unpacked.program(name)})


def obstacles() -> Iterator[str]:
    """What no package helps against."""
    if sys.version_info < _OLDEST_PYTHON:
        yield f"python {platform.python_version()} is too old; install 3.9 or newer"
    wanted = _BUILD_BYTES + (0 if list(cache.root().glob("trees/linux-*")) else fetch.NEEDED_BYTES)
    free = shutil.disk_usage(cache.root()).free
    if free < wanted:
        yield (f"{free / _GB:.1f} GB are free for {cache.root()}, and {wanted / _GB:.1f} GB needed; free some, "
               "or point XDG_CACHE_HOME to a bigger disk")


def accelerator() -> str:
    """As qemu_configs/mm_x86_64.py decides it: /dev/kvm may open where no
    guest gets anywhere."""
    try:
        flags = Path("/proc/cpuinfo").read_text("utf-8")
    except OSError:
        flags = ""
    if os.environ.get("MDKUNIT_ACCEL") == "tcg" or not re.search(r"^flags\s*:.*\b(vmx|svm)\b", flags, re.M):
        return "no virtualisation, QEMU emulates x86_64"
    return "virtualisation, QEMU uses it" if os.access("/dev/kvm", os.R_OK | os.W_OK) else \
        "virtualisation, but no /dev/kvm for this user"
