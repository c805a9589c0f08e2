# SPDX-License-Identifier: GPL-2.0
"""Boot a built kernel, watch its output, end it when it hangs."""

from __future__ import annotations

import os
import queue
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Optional, Sequence

from . import build, ktap, proc

# What it returns, if anything, ends the boot and is the reason.
Listener = Callable[[str], Optional[str]]
_MOST_PATIENCE = 10.0


@dataclass
class Limits:
    """Seconds until KTAP begins, without output after that, and in all;
    lines that a boot may print at most."""

    header: float = 120.0
    silence: float = 60.0
    total: float = 300.0
    lines: int = 400_000

    @classmethod
    def within(cls, total: float) -> "Limits":
        patience = _patience()
        return cls(min(cls.header * patience, total), min(cls.silence * patience, total), total)

    def times(self, more: float) -> "Limits":
        return Limits(self.header * more, self.silence * more, self.total * more)


def _patience() -> float:
    """How much longer than on an idle host a kernel may be silent: it shares
    the processors with whatever else runs, and 0.2 s have become a minute."""
    return min(max(os.getloadavg()[0] / len(os.sched_getaffinity(0)), 1.0), _MOST_PATIENCE)


@dataclass
class Log:
    """Everything that one boot printed."""

    lines: list[tuple[float, str]] = field(default_factory=list)
    header: bool = False
    # Why we ended it; empty when it ended by itself.
    ending: str = ""
    seconds: float = 0.0


def boot(command: Sequence[str], limits: Limits, logfile: Path, listen: Optional[Listener] = None) -> Log:
    """Run kunit.py exec and gather the raw log."""
    log = Log()
    started = time.monotonic()
    with open(logfile, "w", encoding="utf-8") as out, proc.started(command, kunit_environment()) as child:
        assert child.stdout
        lines = proc.Lines(child.stdout)
        heard = started
        while True:
            try:
                item = lines.next(_deadline(log, limits, started, heard) - time.monotonic())
            except queue.Empty:
                log.ending = _ending(log, limits, started)
                break
            if item is None:
                break
            heard = item[0]
            log.ending = _take(log, item, out.write, listen) or ""
            if log.ending:
                break
            if len(log.lines) >= limits.lines:
                log.ending = f"endless output: {limits.lines} lines"
                break
        out.flush()
    log.seconds = time.monotonic() - started
    return log


def kunit_environment() -> dict[str, str]:
    """With room in its pipes, see wide_pipes."""
    return dict(build.environment(), PYTHONPATH=str(Path(__file__).with_name("wide_pipes")))


def _take(log: Log, item: tuple[float, str], write: Callable[[str], object], listen: Optional[Listener]
          ) -> Optional[str]:
    log.lines.append(item)
    write(item[1] + "\n")
    text = ktap.strip(item[1])[1]
    log.header = log.header or ktap.read(text).kind == "header"
    return listen(text) if listen and log.header else None


def _deadline(log: Log, limits: Limits, started: float, heard: float) -> float:
    if not log.header:
        return started + limits.header
    return min(started + limits.total, heard + limits.silence)


def _ending(log: Log, limits: Limits, started: float) -> str:
    if not log.header:
        return f"no KTAP within {limits.header:.0f} s"
    if time.monotonic() >= started + limits.total:
        return f"hang: not done after {limits.total:.0f} s"
    return f"hang: no output for {limits.silence:.0f} s"
