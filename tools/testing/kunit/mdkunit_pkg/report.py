# SPDX-License-Identifier: GPL-2.0
"""What the user and other programs get to see of a run."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

from . import ktap
from .complaints import Scanner
from .judge import ERROR, FAIL, PASS, SKIP, Case, Complaint


@dataclass
class Boot:
    """One of several boots: on what, how long, how many failures, and rows
    of which an allocation was made to fail."""

    machine: str
    seconds: float
    failed: int
    faults: int = 0


@dataclass
class PlatformReport:
    """One platform's part of the report."""

    platform: str
    kernel: str
    source: str
    config: list[str]
    command: str
    cases: list[Case] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    exit: int = 0
    error: str = ""
    notes: list[str] = field(default_factory=list)
    log: str = ""
    objects: int = 0
    repeats: int = 1
    boots: list[Boot] = field(default_factory=list)
    # What the first whole boot ran, by name.
    ran: Optional[dict[str, Case]] = None

    @property
    def failing(self) -> int:
        """Boots with failures."""
        return sum(boot.failed > 0 for boot in self.boots)

    @property
    def totals(self) -> dict[str, int]:
        """failed takes in what never ran and complaints outside any case,
        so that it is 0 exactly when the run passed."""
        count = {status: sum(case.status == status for case in self.cases) for status in (PASS, FAIL, SKIP, ERROR)}
        outside = sum(not complaint.case for complaint in self.complaints)
        return {"passed": count[PASS], "failed": count[FAIL] + count[ERROR] + outside, "skipped": count[SKIP],
                "not_run": count[ERROR], "complaints_outside": outside}

    def document(self) -> dict[str, Any]:
        return {
            "platform": self.platform, "kernel": self.kernel, "kernel_source": self.source,
            "config": self.config, "exit": self.exit, "error": self.error or None,
            "cases": [{"suite": case.suite, "case": case.case, "status": case.status,
                       "seconds": case.seconds, "reason": case.reason} for case in self.cases],
            "complaints": [{"text": one.text, "suite": one.suite or None, "case": one.case or None}
                           for one in self.complaints],
            "totals": self.totals, "seconds": self.seconds, "objects": self.objects,
            "repeats": self.repeats, "boots": [vars(boot) for boot in self.boots], "notes": self.notes, "log": self.log, "command": self.command,
        }


def totals(reports: list[PlatformReport]) -> dict[str, int]:
    result: dict[str, int] = {"passed": 0, "failed": 0, "skipped": 0, "not_run": 0, "complaints_outside": 0}
    for report in reports:
        for name, number in report.totals.items():
            result[name] += number
    return result


def write_json(path: Path, reports: list[PlatformReport], code: int, error: str = "") -> None:
    document = {"version": 1, "exit": code, "error": error or None, "totals": totals(reports),
                "platforms": [report.document() for report in reports]}
    path.write_text(json.dumps(document, indent=2) + "\n", "utf-8")


def summary(report: PlatformReport) -> list[str]:
    """The lines after the KTAP: what failed and why, and where to look."""
    lines = []
    for case in report.cases:
        if case.status == FAIL:
            lines.append(f"FAILED {case.name}: {case.reason or 'no reason given'}")
    for complaint in report.complaints:
        if not complaint.case:
            where = f"in suite {complaint.suite}, " if complaint.suite else ""
            lines.append(f"FAILED {where}outside any case: {complaint.text}")
    not_run = [case.name for case in report.cases if case.status == ERROR]
    if not_run:
        more = f" and {len(not_run) - 5} more" if len(not_run) > 5 else ""
        lines.append(f"NOT RUN {', '.join(not_run[:5])}{more}")
    if report.repeats > 1 and report.boots:
        took = sorted(boot.seconds for boot in report.boots)
        lines.insert(0, f"{report.platform}: {len(took)} boots, {report.failing} with "
                        f"failures, {took[len(took) // 2]:.1f} s each (median), {took[-1]:.1f} s at most")
    if faults := sum(boot.faults for boot in report.boots):
        lines.insert(0, f"{report.platform}: {faults} times an allocation of a row was made to fail")
    if report.totals["failed"]:
        lines += [f"the kernel's whole log: {report.log}", f"to run it by hand in a patched tree: {report.command}"]
    return lines


def last_line(counts: dict[str, int]) -> str:
    return f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped"


class Echo:
    """Print the KTAP of a log as it comes, and with it only what matters:
    failed expectations and the first line of each complaint."""

    def __init__(self) -> None:
        self._scanner = Scanner()
        self._in_failure = False

    def __call__(self, text: str) -> None:
        line = ktap.read(text)
        if line.kind == "other":
            complaint: Optional[str] = self._scanner.feed(text, self._in_failure)
            if complaint:
                self._in_failure = False
                print(f"# {complaint}")
            elif self._in_failure and text.strip():
                print(text)
            return
        self._in_failure = line.kind == "failed"
        if line.kind == "result":
            self._scanner.settle()
        print(text)
