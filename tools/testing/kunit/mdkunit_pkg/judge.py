# SPDX-License-Identifier: GPL-2.0
"""From a kernel's log to verdicts: cases, complaints, what never ran.

Pure functions on text. A case is a leaf of the KTAP output: a row of a
table ("table.row") or a test without parameters. A complaint of the
kernel fails the case that was running, which is the one whose result
comes next; KUnit itself lets a WARN pass.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Iterable, Optional

from . import ktap
from .complaints import Scanner

PASS, FAIL, SKIP, ERROR = "PASS", "FAIL", "SKIP", "ERROR"
WHOLE_SUITE = "(suite)"
# With its number, a test whose name the log does not hold.
UNNAMED = "test_"
# A kernel that warns in a loop must not make a report of gigabytes.
_LONGEST_REASON = 2000
_MOST_COMPLAINTS = 50
# What a row claims need not hold then; that the kernel does not complain must.
EXCUSE = "an allocation was made to fail"
# suite -> its tests in order, as kunit.action=list gives them.
Listing = dict[str, list[str]]


@dataclass
class Case:
    suite: str
    case: str
    status: str
    seconds: float = 0.0
    reason: str = ""
    excused: bool = False

    @property
    def name(self) -> str:
        return f"{self.suite}.{self.case}"

    @property
    def explains_failure(self) -> bool:
        """KUnit counts it as failed, so that its table and suite are, too."""
        return self.excused or self.status not in (PASS, SKIP)

    def fail(self, reason: str) -> None:
        keep = self.reason if self.status == FAIL else ""
        if reason not in keep and len(keep) < _LONGEST_REASON:
            keep = "; ".join(filter(None, (keep, reason)))
        self.status, self.reason = FAIL, keep


def test_of(name: str) -> str:
    """suite.test, of which a row has the name."""
    return ".".join(name.split(".")[:2])


@dataclass
class Complaint:
    text: str
    suite: str = ""
    case: str = ""


@dataclass
class Verdict:
    """What one boot showed."""

    cases: list[Case] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    header: bool = False
    complete: bool = False
    planned: Optional[int] = None
    faults: int = 0

    @property
    def matched_nothing(self) -> bool:
        return self.complete and not self.cases and not self.planned

    @property
    def outside(self) -> list[Complaint]:
        """Complaints that no case answers for."""
        return [complaint for complaint in self.complaints if not complaint.case]

    def count(self, *statuses: str) -> int:
        return sum(case.status in statuses for case in self.cases)


def judge(lines: Iterable[tuple[float, str]], ending: str = "", listing: Optional[Listing] = None) -> Verdict:
    """Judge a log of (arrival, text) lines.

    ending says how the kernel ended when it did not shut down by itself
    ("no output for 60 s"). listing names what an unfinished run leaves out.
    """
    reader = _Reader()
    for arrival, raw in lines:
        reader.feed(arrival, raw)
    return reader.finish(ending, listing or {})


@dataclass
class _Suite:
    name: str = ""
    planned: Optional[int] = None
    done: list[str] = field(default_factory=list)
    first_case: int = 0


class _Reader:
    def __init__(self) -> None:
        self.verdict = Verdict()
        self.scanner = Scanner()
        self.suite: Optional[_Suite] = None
        self.finished: list[str] = []
        self.table = ""
        self.rows: list[Case] = []
        self.row_plan: Optional[int] = None
        self.row_number = 0
        self.hint = ""
        self.skip_note: Optional[tuple[str, str]] = None
        self.notes: list[str] = []
        self.in_failure = False
        self.fault = self.broken = False
        self.pending: list[Complaint] = []
        self.last = 0.0
        self.stamped = False

    def feed(self, arrival: float, raw: str) -> None:
        stamp, text = ktap.strip(raw)
        line = ktap.read(text)
        if stamp is not None:
            self.stamped, arrival = True, stamp
        elif self.stamped:
            # A line that was cut in two has no stamp, and arrival is
            # another clock.
            arrival = self.last
        if not self.verdict.header:
            if line.kind == "header":
                self.verdict.header = True
                self.last = arrival
                self.verdict.complaints += self.pending
                self.pending = []
            else:
                self._other(text)
            return
        if line.kind == "other":
            self._other(text)
        elif line.kind == "result":
            self._result(line, arrival)
        else:
            getattr(self, "_" + line.kind)(line)

    def _header(self, _line: ktap.Line) -> None:
        self.in_failure = False

    _stats = _header

    def _running(self, line: ktap.Line) -> None:
        self.hint = line.name

    def _plan(self, line: ktap.Line) -> None:
        if line.depth == 0:
            self.verdict.planned = line.number
        elif line.depth == 1 and self.suite:
            self.suite.planned = line.number
        elif line.depth == 2:
            self.row_plan = line.number

    def _subtest(self, line: ktap.Line) -> None:
        self.in_failure = False
        if line.depth == 1:
            self._outside()
            self.suite = _Suite(line.name, first_case=len(self.verdict.cases))
            self.hint = ""
        elif line.depth == 2:
            self.table, self.rows, self.hint = line.name, [], ""
            self.row_plan, self.row_number = None, 0

    def _failed(self, line: ktap.Line) -> None:
        self.in_failure = True
        # What takes the row down holds whatever became of an allocation.
        self.broken = self.fault
        self.notes.append(os.path.normpath(line.text))

    def _note(self, line: ktap.Line) -> None:
        self.in_failure = False
        self.notes.append(line.text)

    def _skip(self, line: ktap.Line) -> None:
        # Linux 6.1 reports a skipped row as ok: the suite says it beforehand.
        self.skip_note = (line.name, line.text)

    def _fault(self, line: ktap.Line) -> None:
        self.in_failure = False
        if not line.ok:
            self.fault = True
            self.verdict.faults += 1

    def _other(self, text: str) -> None:
        found = self.scanner.feed(text, self.in_failure)
        if found:
            if len(self.pending) < _MOST_COMPLAINTS:
                self.pending.append(Complaint(found))
            self.in_failure = False
        elif self.scanner.afterword and self.pending:
            self.pending[-1].text += f" ({self.scanner.afterword})"
        elif self.in_failure and text.strip():
            self.notes.append(text.strip())

    def _result(self, line: ktap.Line, when: float) -> None:
        self.in_failure = False
        if line.depth >= 2 and self.suite:
            self._row(line, when)
        elif line.depth == 1 and self.suite:
            self._test(line, when)
        elif line.depth == 0:
            self._suite_end(line)
        self.scanner.settle()

    def _lost(self, prefix: str, before: int, number: int) -> list[str]:
        """Results between two numbers, which the console dropped."""
        assert self.suite
        names = [f"{prefix}{lost}" for lost in range(before + 1, number)]
        self.verdict.cases += [Case(self.suite.name, name, ERROR, 0.0, "its result is not in the log")
                               for name in names]
        return names

    def _row(self, line: ktap.Line, when: float) -> None:
        self._lost(f"{self.table}.row_", self.row_number, line.number)
        self.row_number = line.number
        self.rows.append(self._leaf(f"{self.table}.{line.name}", line, when))

    def _test(self, line: ktap.Line, when: float) -> None:
        assert self.suite
        rows, self.rows, table, self.table = self.rows, [], self.table, ""
        self.suite.done += self._lost(UNNAMED, len(self.suite.done), line.number)
        self.suite.done.append(line.name)
        if not rows or table != line.name:
            self._leaf(line.name, line, when)
            return
        self._lost(f"{table}.row_", self.row_number, (self.row_plan or 0) + 1)
        # Complaints after the last row come from what that row left behind.
        self._blame(rows[-1])
        if not line.ok and not any(row.explains_failure for row in rows):
            self._leaf(line.name, line, when).reason = "the table failed outside its rows"
        self._forget()

    def _leaf(self, name: str, line: ktap.Line, when: float) -> Case:
        assert self.suite
        status, reason = PASS if line.ok else FAIL, "" if line.ok else _joined(self.notes)
        row, skipped = self.skip_note or (None, "")
        if line.skip or (line.ok and row in ("", line.name)):
            status, reason = SKIP, line.text or skipped
        excused = status == FAIL and self.fault and not self.broken
        if excused:
            status, reason = SKIP, EXCUSE
        case = Case(self.suite.name, name, status, round(max(when - self.last, 0.0), 4), reason, excused)
        self.last = when
        self._blame(case)
        self.verdict.cases.append(case)
        self._forget()
        return case

    def _suite_end(self, line: ktap.Line) -> None:
        self._outside(line.name)
        suite = self.suite if self.suite and self.suite.name == line.name else None
        mine = self.verdict.cases[suite.first_case:] if suite else []
        if not suite or (not line.ok and not any(case.explains_failure for case in mine)):
            status = SKIP if line.skip else PASS if line.ok else FAIL
            reason = line.text or _joined(self.notes) or "the suite failed outside its cases"
            self.verdict.cases.append(Case(line.name, WHOLE_SUITE, status, 0.0, "" if status == PASS else reason))
        elif suite.planned is not None and len(suite.done) < suite.planned:
            self._not_run(suite, {})
        self.finished.append(line.name)
        self.suite, self.table, self.rows = None, "", []
        self._forget()

    def _forget(self) -> None:
        self.notes, self.skip_note, self.hint = [], None, ""
        self.fault = self.broken = False

    def _blame(self, case: Case) -> None:
        for complaint in self.pending:
            complaint.suite, complaint.case = case.suite, case.case
            case.fail(complaint.text)
        self.verdict.complaints += self.pending
        self.pending = []

    def _outside(self, suite: str = "") -> None:
        for complaint in self.pending:
            complaint.suite = suite
        self.verdict.complaints += self.pending
        self.pending = []

    def finish(self, ending: str, listing: Listing) -> Verdict:
        verdict = self.verdict
        verdict.complete = (verdict.planned is not None and len(self.finished) >= verdict.planned
                            and self.suite is None)
        if verdict.header and not verdict.complete:
            self._unfinished(ending or "the kernel stopped without a result", listing)
        elif verdict.complete and ending and verdict.planned:
            self.pending.append(Complaint(f"the kernel did not shut down: {ending}"))
        self._outside()
        return verdict

    def _unfinished(self, ending: str, listing: Listing) -> None:
        suite = self.suite
        if suite is None:
            left = [name for name in listing if name not in self.finished]
            suite = _Suite(left[0] if left else f"suite_{len(self.finished) + 1}")
            suite.planned = len(listing.get(suite.name, []))
            running = WHOLE_SUITE
        else:
            running = self._running_case(suite, listing.get(suite.name, []))
        case = Case(suite.name, running, FAIL, 0.0, "; ".join(filter(None, (ending, _joined(self.notes)))))
        self._blame(case)
        self.verdict.cases.append(case)
        suite.done.append(case.case.split(".")[0])
        self._not_run(suite, listing)
        self.finished.append(suite.name)
        for name, tests in listing.items():
            if name not in self.finished:
                self._not_run(_Suite(name, len(tests)), listing)
                self.finished.append(name)
        for number in range(len(self.finished), self.verdict.planned or 0):
            self.verdict.cases.append(Case(f"suite_{number + 1}", WHOLE_SUITE, ERROR, 0.0, "not run"))

    def _running_case(self, suite: _Suite, tests: list[str]) -> str:
        hint = self.hint
        if hint.startswith(suite.name + "."):
            hint = hint[len(suite.name) + 1:]
        if hint and (not self.table or hint.split(".")[0] == self.table):
            return hint
        if self.table:
            return f"{self.table}.row_{len(self.rows) + 1}" if self.rows else self.table
        if suite.planned is not None and len(suite.done) >= suite.planned:
            return WHOLE_SUITE
        left = [name for name in tests if name not in suite.done]
        return left[0] if left else f"{UNNAMED}{len(suite.done) + 1}"

    def _not_run(self, suite: _Suite, listing: Listing) -> None:
        names = [name for name in listing.get(suite.name, []) if name not in suite.done]
        if suite.name not in listing and suite.planned is not None:
            names = [f"{UNNAMED}{number + 1}" for number in range(len(suite.done), suite.planned)]
        for name in names:
            self.verdict.cases.append(Case(suite.name, name, ERROR, 0.0, "not run"))


def _joined(notes: list[str]) -> str:
    return "; ".join(" ".join(note.split()) for note in notes if note.strip())[:_LONGEST_REASON]
