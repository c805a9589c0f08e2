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
from typing import Iterator, Sequence

from . import cache, checkers, clean, coverage, docs, errors, fetch, herd, modules, packages, peer, unpacked
from .mutation import libclang
from .platforms import ALL, PLATFORMS

_OLDEST_PYTHON = (3, 9)
_BUILD_BYTES = 200_000_000
_GB = 1e9
# How long the size of the cache may take to count.
_COUNT_S = 1.5
# What has it, or what to install for it.
Need = tuple[str, list[str]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--platform", default="um", choices=PLATFORMS,
                        help="what the exit code is about: whether mdkunit run can do its work there (default: um)")


def main(args: argparse.Namespace) -> int:
    known = plain_words()
    for what, absent in needs():
        print(f"{what:32} {'lacks ' + said(list(dict.fromkeys(absent)), known) if absent else 'ready'}")
    lacking = _lacking_for_a_run([args.platform])
    if lacking:
        print(_mend(lacking, known))
    if not packages.has_apt():
        print("kernel sources are fetched where this is Debian; here give --kdir (KDIR=) a tree of yours")
    stuck = list(obstacles())
    for line in stuck:
        print(f"in the way: {line}")
    print(f"python {platform.python_version()}; {len(os.sched_getaffinity(0))} processors; {accelerator()}")
    top = cache.root()
    print(f"cache: {clean.gigabytes(top, _COUNT_S)} in {top}, {shutil.disk_usage(top).free / _GB:.1f} GB free "
          "(mdkunit clean shows what it holds)")
    return errors.CONFIG if stuck or (lacking and not packages.can_install()) else errors.PASSED


def _lacking_for_a_run(names: Sequence[str]) -> list[str]:
    """Without apt no source is fetched, so none is to be unpacked."""
    return packages.missing(names, packages.has_apt())


def _mend(lacking: list[str], known: dict[str, str]) -> str:
    if packages.can_install():
        return "a run installs what it lacks by itself"
    if packages.has_apt():
        return f"to install what a run lacks: sudo apt-get install -y --no-install-recommends {' '.join(lacking)}"
    return f"a run lacks {said(lacking, known)}; install what holds that here"


def said(lacking: list[str], known: dict[str, str]) -> str:
    """Names of packages mean nothing where this is not Debian."""
    if packages.has_apt():
        return " ".join(lacking)
    return ", ".join(known.get(name) or packages.words([name])[0] for name in lacking)


def plain_words() -> dict[str, str]:
    """What packages hold, from the lists of those that ask for them."""
    found = {docs.PACKAGE: docs.PROGRAM, libclang.PACKAGE: "the Python bindings of clang 19", herd.PACKAGE: "herd7"}
    found.update({package: f"Python's {module}" for module, package in modules.PACKAGES.items()})
    for programs in (checkers.PACKAGES, unpacked.PARALLEL, unpacked.SLURM):
        for package in programs.values():
            found[package] = ", ".join(name for name, one in programs.items() if one == package)
    return found


def needs() -> Iterator[Need]:
    """What a user may want, and Debian's packages that are missing for it."""
    for name in PLATFORMS:
        yield f"run --platform {name}", _lacking_for_a_run([name])
    um, git = _lacking_for_a_run(["um"]), packages.lacking(packages.GIT)
    parser = [] if libclang.available() else [libclang.PACKAGE]
    yield "presubmit, hook", [*_lacking_for_a_run(ALL), *git]
    yield "series", git
    yield f"coverage (gcov {coverage.OLDEST_GCC} or newer)", [*um, *([] if coverage.counts_here() else [coverage.PACKAGE])]
    yield "lint, check", [package for command, package in checkers.PACKAGES.items() if not shutil.which(command)]
    yield "regressions, run --apply FILE", [] if shutil.which("spatch") else [checkers.PACKAGES["spatch"]]
    yield "mutants", [*um, *parser]
    yield "peer", [*_lacking_for_a_run([peer.PLATFORM]), *parser]
    yield "litmus", [] if herd.is_here() else [herd.PACKAGE]
    yield "docs", [] if shutil.which(docs.PROGRAM) else [docs.PACKAGE]
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
    fetches = packages.has_apt() and not list(cache.root().glob("trees/linux-*"))
    wanted = _BUILD_BYTES + (fetch.NEEDED_BYTES if fetches else 0)
    free = shutil.disk_usage(cache.root()).free
    if free < wanted:
        yield (f"{free / _GB:.1f} GB are free for {cache.root()}, and {wanted / _GB:.1f} GB needed; free some, "
               "or point XDG_CACHE_HOME to a bigger disk")


def accelerator() -> str:
    """As qemu_configs/mm_accel.py decides it: /dev/kvm may open where no
    guest gets anywhere."""
    try:
        flags = Path("/proc/cpuinfo").read_text("utf-8")
    except OSError:
        flags = ""
    if os.environ.get("MDKUNIT_ACCEL") == "tcg" or not re.search(r"^flags\s*:.*\b(vmx|svm)\b", flags, re.M):
        return "no virtualisation, QEMU emulates x86_64"
    return "virtualisation, QEMU uses it" if os.access("/dev/kvm", os.R_OK | os.W_OK) else \
        "virtualisation, but no /dev/kvm for this user"
