# SPDX-License-Identifier: GPL-2.0
"""Child processes that never outlive the runner."""

from __future__ import annotations

import contextlib
import ctypes
import os
import queue
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import IO, Iterator, Optional, Sequence

from .wide_pipes import room

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_LIBC = ctypes.CDLL(None, use_errno=True)


def die_with_parent() -> None:
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def adopt_orphans() -> None:
    """Become the parent of grandchildren whose parent dies.

    UML and QEMU are grandchildren, and UML's helpers leave its process
    group: only by the parent chain can all of them be found and ended.
    """
    _LIBC.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def descendants(root: int) -> list[int]:
    """Every process below root, by /proc."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, IndexError, ValueError):
                # The name in parentheses may hold blanks and parentheses.
                fields = (entry / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
                children.setdefault(int(fields[1]), []).append(int(entry.name))
    found: list[int] = []
    todo = [root]
    while todo:
        below = children.get(todo.pop(), [])
        found.extend(below)
        todo.extend(below)
    return found


def end_all(child: Optional["subprocess.Popen[str]"] = None, grace: float = 2.0) -> None:
    """End child and whatever it started; leave other children alone.

    Orphans have become our own children, so with no other child running
    everything below us goes.
    """
    signum = signal.SIGTERM
    deadline = time.monotonic() + grace
    while True:
        below = descendants(os.getpid())
        if child is not None and child.poll() is None and child.pid not in below:
            below.append(child.pid)
        if not below:
            return
        for pid in below:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signum)
        time.sleep(0.05)
        _reap(child)
        if time.monotonic() > deadline:
            if signum == signal.SIGKILL and time.monotonic() > deadline + 5 * grace:
                return
            signum = signal.SIGKILL


def _reap(child: Optional["subprocess.Popen[str]"]) -> None:
    if child is not None:
        child.poll()
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


@contextlib.contextmanager
def started(argv: Sequence[str], env: Optional[dict[str, str]] = None,
            cwd: Optional[Path] = None) -> Iterator["subprocess.Popen[str]"]:
    """A child in a session of its own; on the way out everything ends."""
    adopt_orphans()
    child = subprocess.Popen(
        list(argv), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, encoding="utf-8", errors="backslashreplace", env=env, cwd=cwd,
        start_new_session=True, preexec_fn=die_with_parent)
    if child.stdout:
        # As in wide_pipes: a kernel may be at the other end.
        room.widen(child.stdout)
    try:
        yield child
    finally:
        end_all(child)
        if child.stdout:
            child.stdout.close()


class Lines:
    """The lines of a stream, each to be waited for with a time limit."""

    def __init__(self, stream: IO[str]) -> None:
        self._queue: "queue.Queue[Optional[tuple[float, str]]]" = queue.Queue()
        self._thread = threading.Thread(target=self._pump, args=(stream,), daemon=True)
        self._thread.start()

    def _pump(self, stream: IO[str]) -> None:
        with contextlib.suppress(ValueError, OSError):
            for line in stream:
                self._queue.put((time.monotonic(), line.rstrip("\r\n")))
        self._queue.put(None)

    def next(self, timeout: float) -> Optional[tuple[float, str]]:
        """(arrival, line); None at the end; raises queue.Empty when late."""
        return self._queue.get(timeout=max(timeout, 0.0))
