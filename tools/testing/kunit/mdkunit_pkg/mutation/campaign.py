# SPDX-License-Identifier: GPL-2.0
"""Boot a kernel once for each mutant, some at a time."""

from __future__ import annotations

import multiprocessing
import queue
import re
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Iterator, Optional, Sequence

from .. import boot, judge, ktap, proc
from ..complaints import Scanner

ASSERTION, COMPLAINT, DIED, TIMEOUT = "assertion", "complaint", "died", "timeout"
SURVIVED, UNREACHED, REFUSED = "survived", "unreached", "not compiled"
# What lib/mm_kunit/mutant.h says of code that no compiler would take.
IMPOSSIBLE = "mm_kunit: this mutant does not compile"
KILLED = (ASSERTION, COMPLAINT, DIED, TIMEOUT)
# In the command, for what differs from boot to boot.
NUMBER, FILTER = "@number@", "@filter@"
PARAMETERS = ("printk.time=1", f"mm_kunit.mutant={NUMBER}", f"kunit.filter_glob={FILTER}")
EVERYTHING = "*"

_ENOUGH = "a case failed"
_REACHED = re.compile(r"mm_kunit: mutants reached by (\S+): (\d+) \+ ([\d,-]+)$")


@dataclass
class Outcome:
    number: int
    result: str
    by: str = ""
    seconds: float = 0.0


@dataclass
class Baseline:
    """The boot without a mutant: which cases reach which mutants."""

    verdict: judge.Verdict
    seconds: float
    reached: dict[int, set[str]] = field(default_factory=dict)

    def suites(self, number: int) -> set[str]:
        tests = self.reached.get(number, set())
        return {case.suite for case in self.verdict.cases if case.case.split(".")[0] in tests}

    def filter(self, number: int) -> str:
        """The narrowest glob for KUnit that runs all cases that get there."""
        tests, suites = self.reached[number], self.suites(number)
        if "-" in tests or not suites:
            return EVERYTHING
        if len(tests) == 1:
            return f"*.{next(iter(tests))}"
        return f"{next(iter(suites))}.*" if len(suites) == 1 else EVERYTHING

    @property
    def limits(self) -> boot.Limits:
        # A boot beside others is slower, and a hang is run again alone.
        return boot.Limits(max(15.0, 5 * self.seconds), max(4.0, 3 * self.seconds), max(20.0, 5 * self.seconds))


def reached(lines: Sequence[tuple[float, str]]) -> dict[int, set[str]]:
    """mutant -> tests, from what lib/mm_kunit/mutant.c prints at the end."""
    found: dict[int, set[str]] = {}
    for _arrival, raw in lines:
        if match := _REACHED.search(ktap.strip(raw)[1]):
            for part in match.group(3).split(","):
                first, _dash, last = part.partition("-")
                for bit in range(int(first), int(last or first) + 1):
                    found.setdefault(int(match.group(2)) + bit, set()).add(match.group(1))
    return found


class _Watch:
    """Ends a boot at the first case that fails without a complaint, and
    when the kernel itself says that a row takes far too long."""

    def __init__(self) -> None:
        self.lines: list[tuple[float, str]] = []

    def __call__(self, text: str) -> Optional[str]:
        self.lines.append((0.0, text))
        line = ktap.read(text)
        if line.kind == "result" and not line.ok and failing(judge.judge(self.lines, _ENOUGH)):
            return _ENOUGH
        # A panic says the same, but first that it is one.
        if line.kind == "running" and not any("Kernel panic" in earlier for _arrival, earlier in self.lines):
            return f"hang: in {line.name}"
        return None


def failing(verdict: judge.Verdict) -> str:
    """The first case that failed without a complaint of the kernel's."""
    blamed = {(one.suite, one.case) for one in verdict.complaints}
    for case in verdict.cases:
        if case.status == judge.FAIL and (case.suite, case.case) not in blamed and not case.reason.startswith(_ENOUGH):
            return case.name
    return ""


def outcome(log: boot.Log) -> tuple[str, str]:
    """What a boot says of its mutant, and which case says so."""
    if any(IMPOSSIBLE in text for _arrival, text in log.lines):
        return REFUSED, ""
    verdict = judge.judge(log.lines, log.ending)
    hung = log.ending.startswith(("hang", "no KTAP", "endless"))
    # In what a watchdog ended, the case that hung would count as failed.
    if verdict.complete or log.ending == _ENOUGH:
        if case := failing(verdict):
            return ASSERTION, case
    if expectation_failed(log.lines):
        return ASSERTION, _last(verdict)
    if verdict.complaints:
        first = verdict.complaints[0]
        return COMPLAINT, f"{first.suite}.{first.case}" if first.case else first.text
    if hung:
        return TIMEOUT, _last(verdict)
    if not verdict.complete:
        return DIED, _last(verdict)
    return SURVIVED, ""


def expectation_failed(lines: Sequence[tuple[float, str]]) -> bool:
    """Whether an expectation failed before the kernel complained in the
    same case: what goes wrong afterwards does not undo that."""
    scanner, complained = Scanner(), False
    for _arrival, raw in lines:
        line = ktap.read(ktap.strip(raw)[1])
        if line.kind == "failed" and not complained:
            return True
        if line.kind == "result":
            complained = False
        elif line.kind == "other" and scanner.feed(line.text, False):
            complained = True
    return False


def _last(verdict: judge.Verdict) -> str:
    return next((case.name for case in reversed(verdict.cases) if case.status == judge.FAIL), "")


def boot_once(command: Sequence[str], number: int, glob: str, limits: boot.Limits,
              listen: Optional[boot.Listener] = None) -> boot.Log:
    words = [word.replace(NUMBER, str(number)).replace(FILTER, glob) for word in command]
    with tempfile.NamedTemporaryFile(prefix="mdkunit-mutant-") as log:
        return boot.boot(words, limits, Path(log.name), listen)


def baseline(command: Sequence[str], limits: boot.Limits) -> tuple[Baseline, boot.Log]:
    log = boot_once(command, 0, EVERYTHING, limits)
    return Baseline(judge.judge(log.lines, log.ending), log.seconds, reached(log.lines)), log


def trial(command: Sequence[str], number: int, known: Baseline, patience: float = 1.0) -> Outcome:
    """Boot one mutant. The cases that get there come first, alone; the
    others may still see what those leave behind."""
    started = time.monotonic()
    result, by = SURVIVED, ""
    limits = known.limits
    limits = boot.Limits(limits.header * patience, limits.silence * patience, limits.total * patience)
    for glob in dict.fromkeys((known.filter(number), EVERYTHING)):
        result, by = outcome(boot_once(command, number, glob, limits, _Watch()))
        if result in (*KILLED, REFUSED):
            break
    return Outcome(number, result, by, round(time.monotonic() - started, 2))


def run(command: Sequence[str], numbers: Sequence[int], known: Baseline, jobs: int,
        done: Callable[[Outcome], None]) -> None:
    """Boot numbers, jobs at a time, then again alone what hung."""
    hung = []
    for one in _parallel(command, numbers, known, jobs):
        if one.result == TIMEOUT:
            hung.append(one.number)
        else:
            done(one)
    for number in hung:
        done(trial(command, number, known, 2.0))


def _parallel(command: Sequence[str], numbers: Sequence[int], known: Baseline, jobs: int) -> Iterator[Outcome]:
    """A process for each job: proc ends everything below its own."""
    context = multiprocessing.get_context("fork")
    todo, results = context.Queue(), context.Queue()
    for number in [*numbers, *[0] * jobs]:
        todo.put(number)
    workers = [context.Process(target=_work, args=(command, known, todo, results)) for _ in range(jobs)]
    for worker in workers:
        worker.start()
    try:
        left = len(numbers)
        while left:
            try:
                yield results.get(timeout=5.0)
                left -= 1
            except queue.Empty:
                if not any(worker.is_alive() for worker in workers):
                    raise RuntimeError("the processes that boot mutants ended early") from None
    except BaseException:
        # At the end they go by themselves, each as it finds a 0.
        for worker in workers:
            worker.terminate()
        raise
    finally:
        for worker in workers:
            worker.join()


def _work(command: Sequence[str], known: Baseline, todo: "multiprocessing.Queue[int]",
          results: "multiprocessing.Queue[Outcome]") -> None:
    proc.die_with_parent()
    try:
        while number := todo.get():
            results.put(trial(command, number, known))
    except KeyboardInterrupt:
        # The parent tells the user.
        pass
