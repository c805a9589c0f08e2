# SPDX-License-Identifier: GPL-2.0
"""mdkunit clean: what the cache holds, and away with it."""

from __future__ import annotations

import argparse
import contextlib
import shutil
import subprocess
import time
from pathlib import Path
from typing import Iterator, Optional

from . import build, cache, errors


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--builds", action="store_true", help="remove the build directories")
    parser.add_argument("--stale", action="store_true",
                        help="remove the build directories of checkouts and kernel trees that are gone")
    parser.add_argument("--all", action="store_true", help="remove the kernel sources as well")


def main(args: argparse.Namespace) -> int:
    top = cache.root()
    total = 0
    for path in sorted(parts(top)):
        size = megabytes(path)
        total += size or 0
        print(f"{'?' if size is None else size:>6} MB  {path}{what(top, path)}")
    print(f"{total:>6} MB  in all")
    if args.stale:
        for path in stale(top):
            _remove(path)
            print(f"removed {path}")
    if args.builds or args.all:
        gone = top if args.all else top / "build"
        _remove(gone)
        print(f"removed {gone}")
    return errors.PASSED


def parts(top: Path) -> list[Path]:
    """What is worth a line, small things first: each tree and each build,
    else a folder."""
    own = [top / name for name in cache.FOLDERS if name not in ("trees", "build")]
    return [path for path in (*own, *top.glob("build/*"), *top.glob("trees/*")) if path.is_dir()]


def what(top: Path, path: Path) -> str:
    said = cache.FOLDERS.get(path.name) if path.parent == top else None
    return f" ({said})" if said else ""


def megabytes(path: Path, limit: Optional[float] = None) -> Optional[int]:
    """None if that takes longer than limit seconds."""
    if limit is not None and limit <= 0:
        return None
    try:
        done = subprocess.run(["du", "-sm", str(path)], capture_output=True, text=True, check=False, timeout=limit)
        return int(done.stdout.split()[0])
    except (subprocess.TimeoutExpired, OSError, IndexError, ValueError):
        return None


def gigabytes(top: Path, limit: float) -> str:
    """How much the cache holds, as far as that can be counted in time."""
    ends = time.monotonic() + limit
    sizes = [megabytes(path, ends - time.monotonic()) for path in parts(top)]
    text = f"{sum(filter(None, sizes)) / 1000:.1f} GB"
    uncounted = sizes.count(None)
    return f"more than {text} ({uncounted} of {len(sizes)} folders take too long to count)" if uncounted else text


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
