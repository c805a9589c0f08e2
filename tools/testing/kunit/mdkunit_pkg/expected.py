# SPDX-License-Identifier: GPL-2.0
"""How long work took the last time, to tell how long it is going to take."""

from __future__ import annotations

import contextlib
import math
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterator, Optional

from . import cache, files, progress
from .errors import Mend


@dataclass
class Work:
    """What is being done; not usual says that the next time will be
    different, as after a failure."""

    usual: bool = True


@contextlib.contextmanager
def phase(name: str, work: str, detail: Optional[Callable[[], str]] = None) -> Iterator[Work]:
    """progress.phase() with the time that the same work took the last time,
    if that is known. No name for work: nothing is known or remembered."""
    one = Work()
    started = time.monotonic()
    with progress.phase(name, detail, last(work) if work else None):
        yield one
    if one.usual and work:
        remember(work, time.monotonic() - started)


def last(work: str) -> Optional[float]:
    with contextlib.suppress(OSError, ValueError, Mend):
        seconds = float(_path(work).read_text("utf-8"))
        return seconds if math.isfinite(seconds) and seconds > 0 else None
    return None


def remember(work: str, seconds: float) -> None:
    """Work goes on where the cache cannot be written."""
    with contextlib.suppress(OSError, Mend):
        files.write(_path(work), f"{seconds:.1f}\n")


def _path(work: str) -> Path:
    return cache.subdir("times") / cache.key(work)
