# SPDX-License-Identifier: GPL-2.0
"""What presubmit tells of a commit, on one screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Iterator

from . import compare, errors
from .clauses import Clauses
from .compare import Comparison, Document
from .git import Commit

_SHOWN = 4
_WIDTH = 100


@dataclass
class Verdict:
    """One commit on one platform."""

    commit: Commit
    platform: str = ""
    before: Document = field(default_factory=dict)
    after: Document = field(default_factory=dict)
    change: Comparison = field(default_factory=Comparison)
    skipped: str = ""

    @property
    def code(self) -> int:
        if self.skipped:
            return errors.PASSED
        for document in (self.after, self.before):
            if document["exit"] not in (errors.PASSED, errors.FAILED):
                return int(document["exit"])
        bad = self.change.newly_failing or self.change.flaky or self.change.gone
        return errors.FAILED if bad else errors.PASSED

    def document(self) -> dict[str, Any]:
        return {"commit": self.commit.id or None, "subject": self.commit.subject, "platform": self.platform or None,
                "exit": self.code, "skipped": self.skipped or None, "error": self.after.get("error"),
                "newly_failing": self.change.newly_failing, "newly_passing": self.change.newly_passing,
                "still_failing": self.change.still_failing, "not_run_any_more": self.change.gone,
                "flaky": self.change.flaky, "command": self.after.get("command")}


def code(found: list[Verdict]) -> int:
    """A proven failure goes before what could not be tried."""
    codes = [one.code for one in found]
    return errors.FAILED if errors.FAILED in codes else max(codes, default=errors.PASSED)


def show(found: list[Verdict], root: Path) -> None:
    clauses = Clauses(root)
    for verdict in found:
        for line in _lines(verdict, clauses):
            print(line)
    print(_last(found))


def _lines(verdict: Verdict, clauses: Clauses) -> Iterator[str]:
    head = f"{verdict.platform + ': ' if verdict.platform else ''}{verdict.commit}"
    if verdict.skipped:
        yield f"SKIPPED  {head}"
        yield f"         {verdict.skipped}"
        return
    if error := verdict.after["error"] or verdict.before["error"]:
        where = "" if verdict.after["error"] else "what it is compared with: "
        yield f"NO RUN   {head}"
        yield f"         {where}{error}"
        return
    change = verdict.change
    yield f"{'FAILED  ' if verdict.code else 'passed  '} {head}"
    yield from _failing("newly failing", change.newly_failing, verdict, clauses)
    yield from _failing("flaky, passes when run again", change.flaky, verdict, clauses)
    for what, names in (("not run any more", change.gone), ("still failing", change.still_failing),
                        ("newly passing", change.newly_passing)):
        if names:
            yield f"    {what}: {_some(names)}"
    if verdict.code:
        yield f"    to see it in a patched tree: {verdict.after['command']}"


def _failing(what: str, names: list[str], verdict: Verdict, clauses: Clauses) -> Iterator[str]:
    cases = compare.results(verdict.after)
    for name in names[:_SHOWN]:
        yield f"    {what}: {name}"
        if clause := clauses.of(name):
            yield f"        contract {_short(clause)}"
        yield f"        {_short(cases[name]['reason'])}"
    if len(names) > _SHOWN:
        yield f"    {what}: {_some(names[_SHOWN:])}"


def _some(names: list[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 2 * _WIDTH else words[:2 * _WIDTH - 3] + "..."


def _last(found: list[Verdict]) -> str:
    commits = {id(one.commit) for one in found}
    bad = {id(one.commit) for one in found if one.code}
    skipped = {id(one.commit) for one in found if one.skipped}
    return f"{len(commits - bad - skipped)} passed, {len(bad)} failed, {len(skipped)} skipped"
