# SPDX-License-Identifier: GPL-2.0
"""What a boot of the kernel's hmm-tests says: TAP of kselftest_harness.h,
complaints of the kernel, and how it ended."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Iterable, Optional, Sequence

from .. import boot, ktap
from ..complaints import Scanner
from ..mutation import campaign

_ENOUGH = "hmm-tests have seen it"
_RUN = re.compile(r"#\s+RUN\s+(\S+) \.\.\.$")
_ENDED = re.compile(r"mdkunit peer: ended with status (-?\d+)$")
_TIMED_OUT = re.compile(r"# (\S+): Test terminated by timeout$")


@dataclass
class Test:
    """status is "ok", "not ok", "skip", or "" while it runs."""

    status: str = ""
    reason: str = ""
    seconds: float = 0.0
    timed_out: bool = False


@dataclass
class Verdict:
    tests: dict[str, Test] = field(default_factory=dict)
    # What the kernel said, and the test that ran.
    complaints: list[tuple[str, str]] = field(default_factory=list)
    # Wait status of the program; None if the machine did not get there.
    status: Optional[int] = None
    impossible: bool = False
    running: str = ""

    def named(self, status: str) -> list[str]:
        return [name for name, test in self.tests.items() if test.status == status]


class Reader:
    """Reads lines as they come."""

    def __init__(self) -> None:
        self.verdict = Verdict()
        self._scanner = Scanner()
        self._since = 0.0

    def feed(self, arrival: float, raw: str) -> None:
        stamp, text = ktap.strip(raw)
        at = arrival if stamp is None else stamp
        verdict = self.verdict
        verdict.impossible = verdict.impossible or campaign.IMPOSSIBLE in text
        if found := _RUN.match(text):
            verdict.running, self._since = found.group(1), at
            verdict.tests[verdict.running] = Test()
        elif found := _TIMED_OUT.match(text):
            verdict.tests.setdefault(found.group(1), Test()).timed_out = True
        elif found := _ENDED.search(text):
            verdict.status = int(found.group(1))
        elif (line := ktap.read(text)).kind == "result":
            self._result(line, at)
        elif line.kind == "other" and (complaint := self._scanner.feed(text, False)):
            verdict.complaints.append((complaint, verdict.running))

    def _result(self, line: ktap.Line, at: float) -> None:
        test = self.verdict.tests.setdefault(line.name, Test())
        test.status = "skip" if line.skip else "ok" if line.ok else "not ok"
        test.reason, test.seconds = line.text, round(at - self._since, 2)
        self.verdict.running = ""
        self._scanner.settle()


def read(lines: Iterable[tuple[float, str]]) -> Verdict:
    reader = Reader()
    for arrival, raw in lines:
        reader.feed(arrival, raw)
    return reader.verdict


class Watch:
    """Ends a boot with the first test that fails, or when the kernel
    complains: more does not make it more of a kill."""

    def __init__(self) -> None:
        self._reader = Reader()

    def __call__(self, text: str) -> Optional[str]:
        self._reader.feed(0.0, text)
        verdict = self._reader.verdict
        return _ENOUGH if verdict.impossible or verdict.complaints or verdict.named("not ok") else None


def outcome(log: boot.Log, chosen: Sequence[str]) -> tuple[str, str]:
    """What a boot with the tests chosen says of its mutant, and which test
    says so. Skipping is not failing."""
    verdict = read(log.lines)
    if verdict.impossible:
        return campaign.REFUSED, ""
    failed = verdict.named("not ok")
    late = [name for name in failed if verdict.tests[name].timed_out]
    if verdict.complaints and not failed:
        text, test = verdict.complaints[0]
        return campaign.COMPLAINT, test or text
    if failed:
        # Of a busy host, perhaps: it is run again alone.
        return (campaign.TIMEOUT, late[0]) if late == failed else (campaign.ASSERTION, failed[0])
    if log.ending:
        return campaign.TIMEOUT, verdict.running
    if verdict.status is None:
        return campaign.DIED, verdict.running
    missing = [name for name in chosen if name not in verdict.tests or not verdict.tests[name].status]
    if verdict.status or missing:
        return campaign.ASSERTION, missing[0] if missing else f"status {verdict.status}"
    return campaign.SURVIVED, ""
