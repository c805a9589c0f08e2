# SPDX-License-Identifier: GPL-2.0
"""Tell on stderr, while work goes on, what it is and how long it takes."""

from __future__ import annotations

import argparse
import contextlib
import sys
import threading
import time
from typing import Callable, Iterator, Optional


# Set once, by the command line.
quiet = False


def add_quiet(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", "-q", action="store_true", help="print failures and the last line, nothing else")


def note(text: str, failed: bool = False) -> None:
    """Print how a part of the work went; nobody asked for what went well
    who wants it quiet."""
    if failed or not quiet:
        print(text, flush=True)


def say(text: str) -> None:
    _tell(f"mdkunit: {text}\n")


def complain(text: str) -> None:
    """What has to be said however quiet it is to be."""
    _print(f"mdkunit: {text}\n")


def _tell(text: str) -> None:
    if not quiet:
        _print(text)


def _print(text: str) -> None:
    """Work goes on when nobody reads any more: an engine that ran a cell may
    be killed, and the cell still has its result to write."""
    with contextlib.suppress(BrokenPipeError):
        print(text, end="", file=sys.stderr, flush=True)


def so_far(seconds: float, expected: Optional[float]) -> str:
    """Less than a second expected is as good as nothing known."""
    if expected is None or expected < 1:
        return f"{seconds:.0f} s"
    if seconds <= expected:
        return f"{seconds:.0f} s of about {expected:.0f} s"
    return f"{seconds:.0f} s ({expected:.0f} s the last time)"


@contextlib.contextmanager
def phase(name: str, detail: Optional[Callable[[], str]] = None, expected: Optional[float] = None) -> Iterator[None]:
    """Report name with the seconds it takes, and is expected to take: in
    place on a terminal, else every ten seconds."""
    started = time.monotonic()
    done = threading.Event()
    terminal = sys.stderr.isatty()

    def text() -> str:
        more = detail() if detail else ""
        return f"{name} {so_far(time.monotonic() - started, expected)}{', ' + more if more else ''}"

    def report() -> None:
        while not done.wait(1.0 if terminal else 10.0):
            if terminal:
                _tell(f"\rmdkunit: {text()}\033[K")
            else:
                say(text())

    thread = threading.Thread(target=report, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
        _tell(f"{chr(13) if terminal else ''}mdkunit: {name}: {time.monotonic() - started:.1f} s"
              f"{chr(27) + '[K' if terminal else ''}\n")
