# SPDX-License-Identifier: GPL-2.0
"""Boot a kernel once for each mutant, some at a time."""

from __future__ import annotations

import functools
import itertools
import multiprocessing
import queue
import re
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Iterator, Optional, Sequence, TypeVar

from .. import boot, judge, ktap, proc
from ..complaints import Scanner

ASSERTION, COMPLAINT, DIED, TIMEOUT = "assertion", "complaint", "died", "timeout"
SURVIVED, UNREACHED, REFUSED = "survived", "unreached", "not compiled"
# What lib/mm_kunit/mutant.h says of code that no compiler would take.
IMPOSSIBLE = "mm_kunit: this mutant does not compile"
KILLED = (ASSERTION, COMPLAINT, DIED, TIMEOUT)
# In the command, for what differs from boot to boot.
NUMBER, CASES = "@number@", "@cases@"
# The filter leaves out suites without a case, as those that CASES leaves out are.
PARAMETERS = ("printk.time=1", f"mm_kunit.mutant={NUMBER}", f"mm_kunit.cases={CASES}", "kunit.filter_glob=*.*")

_Result = TypeVar("_Result")
# Of a mutant that ends its boots before all cases ran.
_CUT_SHORT = (COMPLAINT, DIED, TIMEOUT)
_MOST_BOOTS = 8
_ENOUGH, _COMPLAINED = "a case failed", "the kernel complained"
_REACHED = re.compile(r"mm_kunit: mutants reached by (\S+): (\d+) \+ ([\d,-]+)$")
_LINES = re.compile(r"mm_kunit: (\d+) lines about mutants$")
_CASE = re.compile(r"mm_kunit: case (\d+) is (\S+)$")


@dataclass
class Outcome:
    number: int
    result: str
    by: str = ""
    seconds: float = 0.0


@dataclass
class Baseline:
    """The boot without a mutant: which cases reach which mutants, and what
    numbers the kernel gives to cases (SUITE.TEST)."""

    verdict: judge.Verdict
    seconds: float
    reached: dict[int, set[str]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    # The longest time without a line of output, once KTAP had begun.
    pause: float = 1.0

    def __post_init__(self) -> None:
        # What a test takes, with all of its rows.
        self.costs: dict[str, float] = {name: 0.0 for name in self.numbers}
        for case in self.verdict.cases:
            name = judge.test_of(case.name)
            if name in self.costs:
                self.costs[name] += case.seconds

    def cases(self, number: int) -> list[str]:
        """All that may get to a mutant. What is reached from no case, by
        another task, may be the doing of any."""
        tests = self.reached[number]
        everything = "-" in tests
        return [name for name in self.numbers if everything or name.partition(".")[2] in tests]

    @property
    def limits(self) -> boot.Limits:
        # A boot beside others is slower, and a hang is run again alone.
        return boot.Limits(max(15.0, 5 * self.seconds), max(4.0, 6 * self.pause), max(20.0, 5 * self.seconds))


def numbers(lines: Sequence[tuple[float, str]]) -> dict[str, int]:
    """case -> its number, as the kernel prints it at the end."""
    found = (_CASE.search(ktap.strip(raw)[1]) for _arrival, raw in lines)
    return {match.group(2): int(match.group(1)) for match in found if match}


class Order:
    """Which suites come first: those that killed the mutants nearby, by the
    time that they take. A boot ends at the first case that fails."""

    def __init__(self, known: Baseline) -> None:
        self.known = known
        self.kills: list[tuple[int, str]] = []

    def learn(self, done: Outcome) -> None:
        if done.result in KILLED and done.by:
            self.kills.append((done.number, done.by.partition(".")[0]))

    def cases(self, number: int) -> list[str]:
        known = self.known
        worth: dict[str, float] = {}
        costs: dict[str, float] = {}
        names = known.cases(number)
        for name in names:
            suite = name.partition(".")[0]
            costs[suite] = costs.get(suite, 0.05) + known.costs[name]
        for other, suite in self.kills:
            worth[suite] = worth.get(suite, 0.01) + 1 / (1 + abs(number - other))
        return sorted(names, key=lambda name: -worth.get(suite := name.partition(".")[0], 0.01) / costs[suite])


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


class Stuck:
    """Ends a boot when the kernel itself says that a row takes far too long."""

    def __init__(self) -> None:
        self.panicked = False

    def __call__(self, text: str) -> Optional[str]:
        # A panic says the same of the row, but first that it is one.
        self.panicked = self.panicked or "Kernel panic" in text
        line = ktap.read(text)
        return f"hang: in {line.name}" if line.kind == "running" and not self.panicked else None


class _Watch(Stuck):
    """Ends a boot also at the first case that fails without a complaint, and
    at the end of a suite in which the kernel complained."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[float, str]] = []
        self.scanner = Scanner()
        self.complained = False

    def __call__(self, text: str) -> Optional[str]:
        self.lines.append((0.0, text))
        line = ktap.read(text)
        if line.kind == "result" and not line.ok and failing(judge.judge(self.lines, _ENOUGH)):
            return _ENOUGH
        if line.kind == "other" and self.scanner.feed(line.text, False):
            self.complained = True
        if line.kind == "result" and line.depth == 0 and self.complained:
            return _COMPLAINED
        return super().__call__(text)


def failing(verdict: judge.Verdict) -> str:
    """The first case that failed without a complaint of the kernel's."""
    blamed = {(one.suite, one.case) for one in verdict.complaints}
    for case in verdict.cases:
        if case.status == judge.FAIL and (case.suite, case.case) not in blamed and not _ended(case):
            return case.name
    return ""


def _ended(case: judge.Case) -> bool:
    """Whether it is only what was running when the boot was ended."""
    return case.reason.startswith((_ENOUGH, _COMPLAINED))


def outcome(log: boot.Log) -> tuple[str, str]:
    """What a boot says of its mutant, and which case says so."""
    if any(IMPOSSIBLE in text for _arrival, text in log.lines):
        return REFUSED, ""
    verdict = judge.judge(log.lines, log.ending)
    hung = log.ending.startswith(("hang", "no KTAP", "endless"))
    # In what a watchdog ended, the case that hung would count as failed.
    if verdict.complete or log.ending in (_ENOUGH, _COMPLAINED):
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
    return next((case.name for case in reversed(verdict.cases) if case.status == judge.FAIL and not _ended(case)), "")


def boot_once(command: Sequence[str], number: int, cases: Sequence[int], limits: boot.Limits,
              listen: Optional[boot.Listener] = None) -> boot.Log:
    wanted = ",".join(str(case) for case in cases)
    words = [word.replace(NUMBER, str(number)).replace(CASES, wanted) for word in command]
    with tempfile.NamedTemporaryFile(prefix="mdkunit-mutant-") as log:
        return boot.boot(words, limits, Path(log.name), listen)


def baseline(command: Sequence[str], limits: boot.Limits) -> tuple[Baseline, boot.Log]:
    """Without a mutant, with all cases."""
    log = boot_once(command, 0, (), limits)
    return Baseline(judge.judge(log.lines, log.ending), log.seconds, reached(log.lines), numbers(log.lines),
                    pause(log.lines)), log


def whole(lines: Sequence[tuple[float, str]]) -> bool:
    """Whether everything that the kernel prints at the end has arrived. A
    line that a busy console drops would leave cases out unseen."""
    texts = [ktap.strip(raw)[1] for _arrival, raw in lines]
    said = [int(match.group(1)) for text in texts if (match := _LINES.search(text))]
    return said == [sum(bool(_CASE.search(text) or _REACHED.search(text)) for text in texts)]


def pause(lines: Sequence[tuple[float, str]]) -> float:
    """The longest time between two lines, from the header of KTAP on."""
    kinds = (ktap.read(ktap.strip(raw)[1]).kind for _arrival, raw in lines)
    first = next((at for at, kind in enumerate(kinds) if kind == "header"), len(lines))
    arrivals = [arrival for arrival, _raw in lines[first:]]
    return max((after - before for before, after in zip(arrivals, arrivals[1:])), default=0.0)


@dataclass
class Job:
    """A mutant, and the cases to boot it with."""

    number: int
    cases: list[int]
    patience: float = 1.0


Work = Callable[[Job], _Result]


def trial(command: Sequence[str], job: Job, known: Baseline) -> Outcome:
    started = time.monotonic()
    limits = known.limits.times(job.patience)
    result, by = outcome(boot_once(command, job.number, job.cases, limits, _Watch()))
    left, last = job.cases, by
    for _again in range(_MOST_BOOTS - 1):
        left = behind(last, left, known)
        if result not in _CUT_SHORT or not left:
            break
        other, last = outcome(boot_once(command, job.number, left, limits, _Watch()))
        if other == ASSERTION:
            result, by = other, last
        if other not in _CUT_SHORT:
            break
    return Outcome(job.number, result, by, round(time.monotonic() - started, 2))


def behind(name: str, cases: list[int], known: Baseline) -> list[int]:
    """The cases that a boot which the kernel ended in name did not get to. A
    test whose name was not printed yet is called by its place in its suite."""
    names = {number: test for test, number in known.numbers.items()}
    suites: dict[str, int] = {}
    for at, number in enumerate(cases):
        suite = names[number].partition(".")[0]
        suites[suite] = suites.get(suite, 0) + 1
        if judge.test_of(name) in (names[number], f"{suite}.{judge.UNNAMED}{suites[suite]}"):
            return cases[at + 1:]
    return []


def run(command: Sequence[str], numbers: Sequence[int], known: Baseline, jobs: int,
        done: Callable[[Outcome], None]) -> None:
    """Boot numbers, jobs at a time, then again alone what hung."""
    order = Order(known)

    def job(number: int, patience: float) -> Job:
        return Job(number, [known.numbers[name] for name in order.cases(number)], patience)

    settle(functools.partial(trial, command, known=known), job, numbers, jobs, done, order.learn)


def settle(work: Work[Outcome], job: Callable[[int, float], Job], numbers: Sequence[int], jobs: int,
           done: Callable[[Outcome], None], heard: Callable[[Outcome], None] = lambda one: None) -> None:
    """Work off numbers; what hung has no result before it was run again
    alone, with more time, but is heard of."""
    hung = []
    for one in parallel(work, (job(number, 1.0) for number in numbers), jobs):
        heard(one)
        if one.result == TIMEOUT:
            hung.append(one.number)
        else:
            done(one)
    for number in hung:
        done(work(job(number, 2.0)))


def parallel(work: Work[_Result], todo: Iterator[Job], jobs: int) -> Iterator[_Result]:
    """A process for each job: proc ends everything below its own. Jobs are
    made one by one, as what came before decides what they are."""
    context = multiprocessing.get_context("fork")
    orders, results = context.Queue(), context.Queue()
    workers = [context.Process(target=_labour, args=(work, orders, results)) for _ in range(jobs)]
    for worker in workers:
        worker.start()
    try:
        left = 0
        for first in itertools.islice(todo, jobs):
            orders.put(first)
            left += 1
        while left:
            try:
                done = results.get(timeout=5.0)
            except queue.Empty:
                if not any(worker.is_alive() for worker in workers):
                    raise RuntimeError("the processes that boot mutants ended early") from None
                continue
            yield done
            left -= 1
            for following in itertools.islice(todo, 1):
                orders.put(following)
                left += 1
        for _worker in workers:
            orders.put(None)
    except BaseException:
        for worker in workers:
            worker.terminate()
        raise
    finally:
        for worker in workers:
            worker.join()


def _labour(work: Work[_Result], orders: "multiprocessing.Queue[Optional[Job]]",
            results: "multiprocessing.Queue[_Result]") -> None:
    proc.die_with_parent()
    try:
        while job := orders.get():
            results.put(work(job))
    except KeyboardInterrupt:
        # The parent tells the user.
        pass
