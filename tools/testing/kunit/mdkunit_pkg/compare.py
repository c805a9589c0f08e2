# SPDX-License-Identifier: GPL-2.0
"""What a change did to the results of the suite."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .judge import ERROR, FAIL, PASS

Document = dict[str, Any]
Results = dict[str, dict[str, Any]]


@dataclass
class Comparison:
    """Names of cases by what became of them; flaky ones failed once."""

    newly_failing: list[str] = field(default_factory=list)
    still_failing: list[str] = field(default_factory=list)
    newly_passing: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    flaky: list[str] = field(default_factory=list)

    def settle(self, again: Results) -> None:
        """Sort out of newly_failing what passes when run again; a case that
        the crash of another one kept from running says nothing."""
        passes = [name for name in self.newly_failing if again.get(name, {}).get("status") == PASS]
        self.flaky += passes
        self.newly_failing = [name for name in self.newly_failing if name not in passes]


def results(platform: Document) -> Results:
    """name -> case of one platform's report; complaints outside any case
    count as cases, for they fail a run just as well."""
    found = {f"{case['suite']}.{case['case']}": case for case in platform["cases"]}
    for complaint in platform["complaints"]:
        if not complaint["case"]:
            name = f"{complaint['suite'] or 'kernel'}.(outside any case)"
            found[name] = {"status": FAIL, "reason": complaint["text"]}
    return found


def crashed(platform: Document) -> bool:
    return any(case["status"] == ERROR for case in platform["cases"])


def compare(before: Results, after: Results) -> Comparison:
    result = Comparison()
    for name, case in after.items():
        was = before.get(name, {}).get("status")
        if case["status"] == FAIL:
            (result.still_failing if was == FAIL else result.newly_failing).append(name)
        elif case["status"] == PASS and was == FAIL:
            result.newly_passing.append(name)
    result.gone = [name for name, case in before.items() if case["status"] == PASS
                   and after.get(name, {}).get("status") not in (PASS, FAIL)]
    return result
