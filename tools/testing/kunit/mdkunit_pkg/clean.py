# SPDX-License-Identifier: GPL-2.0
"""mdkunit clean: what the cache holds, and away with it."""

from __future__ import annotations

import argparse
import contextlib
import shutil
import subprocess
from pathlib import Path
from typing import Iterator

from . import build, cache, errors


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--builds", action="store_true", help="remove the build directories")
    parser.add_argument("--stale", action="store_true",
                        help="remove the build directories of checkouts and kernel trees that are gone")
    parser.add_argument("--all", action="store_true", help="remove the kernel sources as well")


def main(args: argparse.Namespace) -> int:
    top = cache.root()
    for path in sorted([*top.glob("trees/linux-*"), *top.glob("build/*")]):
        if path.is_dir():
            done = subprocess.run(["du", "-sm", str(path)], capture_output=True, text=True, check=False)
            print(f"{(done.stdout.split() or ['?'])[0]:>6} MB  {path}")
    if args.stale:
        for path in stale(top):
            _remove(path)
            print(f"removed {path}")
    if args.builds or args.all:
        gone = top if args.all else top / "build"
        _remove(gone)
        print(f"removed {gone}")
    return errors.PASSED


def stale(top: Path) -> Iterator[Path]:
    """What does not say what it is of stays."""
    for path in sorted(top.glob("build/*/")):
        with contextlib.suppress(OSError):
            if not all(Path(line).is_dir() for line in (path / build.MADE_OF).read_text("utf-8").splitlines()):
                yield path


def _remove(top: Path) -> None:
    """Under every lock in there, or beside: nothing goes that somebody works
    on."""
    with contextlib.ExitStack() as held:
        for lock in sorted(cache.root().glob("*/*.lock")):
            if lock.is_relative_to(top) or lock == top.with_name(f"{top.name}.lock"):
                held.enter_context(cache.locked(lock, str(lock.with_suffix(""))))
        if top.exists():
            shutil.rmtree(top)
