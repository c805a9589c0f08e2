# SPDX-License-Identifier: GPL-2.0
"""Boot the kernel's hmm-tests: without a mutant, then with each."""

from __future__ import annotations

import functools
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Sequence

from .. import boot, errors
from ..errors import Mend
from ..mutation import campaign
from . import verdict

PARAMETERS = ("printk.time=1", "printk.devkmsg=on", f"mm_kunit.mutant={campaign.NUMBER}")
# What kunit.py adds, so that KUnit runs its suites and ends the machine.
_ADDED = ("kunit.enable=1", "kunit_shutdown=reboot")
_INSTEAD = "kunit.enable=0"
# Measures, for half a minute, and checks nothing.
_BENCHMARK = "benchmark_thp_migration"
EVERYTHING = ("-T", _BENCHMARK)
_KINDS = ("skip", "not ok")


def command(words: Sequence[str], image: Path) -> list[str]:
    """What kunit.py would start, with a root file system instead of KUnit."""
    changed = list(words)
    line = changed.index("-append") + 1
    kept = [word for word in changed[line].split() if word not in _ADDED]
    changed[line] = " ".join([*kept, _INSTEAD])
    return [*changed, "-initrd", str(image)]


@dataclass
class Baseline:
    """What the tests do where no mutant is on: left_out has reasons."""

    chosen: list[str]
    left_out: dict[str, str]
    seconds: float = 0.0
    reached: dict[int, set[str]] = field(default_factory=dict)
    times: dict[str, float] = field(default_factory=dict)
    # The longest time without a line of output.
    pause: float = 1.0

    @property
    def limits(self) -> boot.Limits:
        return boot.Limits(max(30.0, 5 * self.seconds), max(10.0, 5 * self.pause), max(40.0, 5 * self.seconds))

    def document(self) -> dict[str, Any]:
        return {"passed": self.chosen, "left_out": self.left_out, "seconds": round(self.seconds, 2),
                "test_seconds": self.times}


def choose(log: boot.Log) -> Baseline:
    """Which tests can say anything about a mutant: those that pass."""
    seen = verdict.read(log.lines)
    if seen.status is None or not seen.tests:
        why = log.ending or "the kernel ends before they do"
        raise Mend(errors.HARNESS, f"hmm-tests do not get to their end without a mutant: {why}")
    left_out = {name: f"{test.status} without a mutant{': ' + test.reason if test.reason else ''}"
                for name, test in seen.tests.items() if test.status in _KINDS}
    left_out.update({name: f"the kernel complains without a mutant: {text}" for text, name in seen.complaints})
    left_out[_BENCHMARK] = "a measurement"
    return Baseline([name for name in seen.tests if name not in left_out], left_out)


def confirm(known: Baseline, log: boot.Log) -> Baseline:
    """known, as measured by a boot of just what it chose."""
    result, by = verdict.outcome(log, known.chosen)
    if result != campaign.SURVIVED:
        raise Mend(errors.FAILED, f"without a mutant hmm-tests must pass twice, but: {result} {by}; run it again on a "
                                  "less busy host")
    if not campaign.whole(log.lines):
        raise Mend(errors.HARNESS, "the console lost lines about which mutants are reached; run it again on a less "
                                   "busy host")
    seen = verdict.read(log.lines)
    return Baseline(known.chosen, known.left_out, log.seconds, campaign.reached(log.lines),
                    {name: seen.tests[name].seconds for name in known.chosen}, campaign.pause(log.lines))


def arguments(known: Baseline) -> list[str]:
    """What makes hmm-tests run just what is chosen."""
    return [word for name in known.chosen for word in ("-r", name)]


def trial(words: Sequence[str], known: Baseline, job: campaign.Job) -> campaign.Outcome:
    started = time.monotonic()
    log = campaign.boot_once(words, job.number, job.cases, known.limits.times(job.patience), verdict.Watch())
    result, by = verdict.outcome(log, known.chosen)
    return campaign.Outcome(job.number, result, by, round(time.monotonic() - started, 2))


def run(words: Sequence[str], numbers: Sequence[int], known: Baseline, jobs: int,
        done: Callable[[campaign.Outcome], None]) -> None:
    """Boot numbers, jobs at a time, each with all that is chosen."""
    campaign.settle(functools.partial(trial, words, known),
                    lambda number, patience: campaign.Job(number, [], patience), numbers, jobs, done)
