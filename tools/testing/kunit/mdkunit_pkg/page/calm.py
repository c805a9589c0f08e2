# SPDX-License-Identifier: GPL-2.0
"""Boots that were repeated: how many, on which machines, how many failed."""

from __future__ import annotations

import statistics

from .. import corpus
from .html import bar, details, row, section, table, tag, text
from .inputs import Document, Inputs
from .suite import name

_HEAD = ("boots", "with failures", "median", "longest", "")


def calm(inputs: Inputs) -> str:
    """A line a cell; a click shows its machines."""
    if not inputs.calm:
        return ""
    parts = []
    for cell in sorted(inputs.calm, key=corpus.newest_first):
        boots = inputs.calm[cell]["boots"]
        machines: dict[str, list[Document]] = {}
        for boot in boots:
            machines.setdefault(boot["machine"] or "as usual", []).append(boot)
        parts.append(table(["cell", *_HEAD], [_row(name(cell), boots)]))
        rows = [_row(text(machine), some) for machine, some in sorted(machines.items())]
        parts.append(details(f"On {len(machines)} kinds of machine", table(["machine", *_HEAD], rows), "list"))
    return section("calm", "Calm", tag("p", "The whole suite, booted again and again; a case passes if it always "
                                            "does.", "note") + "".join(parts))


def _row(title: str, boots: list[Document]) -> str:
    seconds = [boot["seconds"] for boot in boots]
    failed = sum(boot["failed"] > 0 for boot in boots)
    return row([title, str(len(boots)), str(failed), f"{statistics.median(seconds):.1f} s", f"{max(seconds):.1f} s",
                bar([("pass", len(boots) - failed), ("fail", failed)])])
