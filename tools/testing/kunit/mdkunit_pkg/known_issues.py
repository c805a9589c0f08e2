# SPDX-License-Identifier: GPL-2.0
"""Rows that are skipped because the kernel is known to get them wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterable, Optional

# As lib/mm_kunit/row.c puts it.
_REASON = re.compile(r"known issue(, crashes the kernel)?: (.*?)(?: \(see Documentation/(\S*?)\)?)?$")
_WITHHELD = re.compile(r"^:Publish: not before it is reported$", re.M)


@dataclass
class Issue:
    """withheld: it is to be reported to those who can mend it before it is
    published."""

    name: str
    text: str
    page: str
    crashes: bool
    withheld: bool


def hidden(cases: Iterable[dict[str, Any]]) -> set[str]:
    """The names of a report's cases that were skipped for one."""
    return {f"{case['suite']}.{case['case']}" for case in cases
            if case["status"] == "SKIP" and _REASON.match(case["reason"])}


class KnownIssues:
    def __init__(self, root: Path) -> None:
        self._documentation = root / "Documentation"
        self._withheld: dict[str, bool] = {}

    def find(self, reason: str) -> Optional[Issue]:
        """The issue that a skipped row's reason speaks of."""
        found = _REASON.match(reason)
        if not found:
            return None
        page = found.group(3) or ""
        return Issue(Path(page).stem, found.group(2), f"Documentation/{page}", bool(found.group(1)), self._hides(page))

    def _hides(self, page: str) -> bool:
        if page not in self._withheld:
            try:
                text = (self._documentation / page).read_text("utf-8") if page else ""
            except OSError:
                text = ""
            # One that cannot be looked up may be one that nobody reported.
            self._withheld[page] = not text or _WITHHELD.search(text) is not None
        return self._withheld[page]
