# SPDX-License-Identifier: GPL-2.0
"""For each row a change that fails it: what can't fail says nothing.

Rows that a patch of mutations/ fails have theirs in that patch's header. The
others have a mutant in mutants.rows, or a reason why no change of the code
under observation fails them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Iterable, Iterator, Sequence

from .. import corpus, errors, files, judge
from ..errors import Mend
from . import campaign
from .campaign import Baseline, Job

ROWS = "tools/testing/kunit/mutants.rows"
_TITLE = """# SPDX-License-Identifier: GPL-2.0
# Rows that no patch of mutations/ is known to fail, and what does, as "mdkunit mutants --each-row" found it: a mutant
# and where, then its rows. Behind "nothing" stand a row, a tab and the reason why no change of the kernel can fail it.
"""
_NOTHING = "nothing"
# Mutants that get to a test, run it and fail none of its rows, before it is
# left for later runs.
_PATIENCE = 60


@dataclass
class Book:
    """What fails which rows: (platform:kernel, mutant) -> rows, and the
    rows that are excused."""

    failed: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    excused: dict[str, str] = field(default_factory=dict)

    def add(self, cell: str, mutant: str, rows: Iterable[str]) -> None:
        self.failed.setdefault((cell, mutant), set()).update(rows)

    @property
    def rows(self) -> set[str]:
        return set(self.excused).union(*self.failed.values())

    def text(self) -> str:
        lines = [_TITLE]
        for (cell, mutant), rows in sorted(self.failed.items(), key=lambda item: (item[0][1], item[0][0])):
            lines += [f"{cell}\t{mutant}\n", *(f"\t{line}\n" for line in _folded(rows))]
        if self.excused:
            lines += [f"{_NOTHING}\n", *(f"\t{row}\t{self.excused[row]}\n" for row in sorted(self.excused))]
        return "".join(lines)


def read(path: Path) -> Book:
    book, rows = Book(), set[str]()
    excusing = False
    for number, line in enumerate(path.read_text("utf-8").split("\n") if path.exists() else [], 1):
        words = line.split("\t")
        if not line.strip() or line.startswith("#"):
            continue
        if line == _NOTHING:
            excusing = True
        elif excusing and len(words) == 3 and not words[0] and words[2].strip():
            book.excused[words[1]] = words[2].strip()
        elif not excusing and len(words) == 2 and words[0]:
            rows = book.failed.setdefault((words[0], words[1]), set())
        elif not excusing and len(words) == 2 and book.failed:
            rows.update(_unfolded(words[1]))
        else:
            raise Mend(errors.CONFIG, f"{path.name}:{number} is neither a mutant, its rows, nor a row with a reason")
    return book


def write(path: Path, book: Book) -> None:
    files.write(path, book.text())


def _folded(rows: Iterable[str]) -> list[str]:
    """Rows of one test in one line: "suite.test: row row"."""
    tests: dict[str, list[str]] = {}
    for name in sorted(rows):
        suite, test, *row = name.split(".", 2)
        tests.setdefault(f"{suite}.{test}", []).extend(row)
    return [f"{test}: {' '.join(found)}" if found else test for test, found in tests.items()]


def _unfolded(line: str) -> list[str]:
    test, _colon, found = line.partition(":")
    return [f"{test}.{row}" for row in found.split()] or [test]


def known(root: Path) -> set[str]:
    """Rows that something is known to fail, on any platform and kernel."""
    seen = {case for bug in corpus.read(root, corpus.MUTATIONS) for _at, _on, case in bug.seen}
    return seen | read(root / ROWS).rows


def failing(verdict: judge.Verdict) -> list[str]:
    """The rows that failed, up to the first one with a complaint of the
    kernel's: what fails behind that may be its damage."""
    blamed = {(one.suite, one.case) for one in verdict.complaints}
    found = []
    for case in verdict.cases:
        if case.status == judge.FAIL:
            found.append(case.name)
        if (case.suite, case.case) in blamed:
            break
    return found


class Hunt:
    """Boots mutants with the tests that still have rows to be failed."""

    def __init__(self, baseline: Baseline, wanted: Iterable[str]) -> None:
        self.baseline = baseline
        self.wanted: dict[str, set[str]] = {}
        for name in wanted:
            self.wanted.setdefault(judge.test_of(name), set()).add(name)
        self.vain = {test: 0 for test in self.wanted}
        self.tests: dict[int, list[str]] = {}

    @property
    def left(self) -> int:
        return sum(len(rows) for rows in self.wanted.values())

    def jobs(self, numbers: Sequence[int]) -> Iterator[Job]:
        for number in numbers:
            tests = [name for name in self.baseline.cases(number)
                     if self.wanted.get(name) and self.vain[name] < _PATIENCE]
            if tests:
                self.tests[number] = tests
                yield Job(number, [self.baseline.numbers[name] for name in tests])

    def learn(self, number: int, rows: Iterable[str]) -> list[str]:
        """Those of rows that were wanted."""
        new = []
        for name in rows:
            test = judge.test_of(name)
            if name in self.wanted.get(test, ()):
                self.wanted[test].discard(name)
                self.vain[test] = 0
                new.append(name)
        for test in self.tests.pop(number):
            self.vain[test] += 1
        return new


@dataclass
class Found:
    number: int
    rows: list[str]


def trial(command: Sequence[str], job: Job, baseline: Baseline) -> Found:
    """Boot to the end, not just to the first case that fails."""
    log = campaign.boot_once(command, job.number, job.cases, baseline.limits, campaign.Stuck())
    if campaign.outcome(log)[0] in (campaign.REFUSED, campaign.DIED):
        return Found(job.number, [])
    return Found(job.number, failing(judge.judge(log.lines, log.ending)))
