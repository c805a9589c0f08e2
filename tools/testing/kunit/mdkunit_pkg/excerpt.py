# SPDX-License-Identifier: GPL-2.0
"""The lines of a kernel's log that belong to a case."""

from __future__ import annotations

from pathlib import Path
from typing import Iterable

from . import ktap

Name = tuple[str, str]


def of_cases(log: Iterable[str], wanted: set[Name], passing: bool) -> dict[Name, str]:
    """What the log has between the result before a case and its own, for
    each (suite, case) of wanted that has a result there.

    passing takes those that KUnit calls ok, too: it does so of a case
    during which the kernel complained.
    """
    found: dict[Name, str] = {}
    suite, table = "", ""
    held: list[str] = []
    for raw in log:
        text = ktap.strip(raw)[1]
        line = ktap.read(text)
        held.append(text)
        if line.kind == "subtest" and line.depth == 1:
            suite, table = line.name, ""
        elif line.kind == "subtest":
            table = line.name
        elif line.kind == "result":
            case = f"{table}.{line.name}" if line.depth >= 2 else line.name
            if line.depth and (suite, case) in wanted and (passing or not line.ok):
                found[suite, case] = "\n".join(held)
            held = []
    return found


def tail(path: Path, most: int) -> str:
    """The end of a log; nothing if it is gone, which no one is to fail for."""
    try:
        with open(path, "rb") as log:
            log.seek(max(log.seek(0, 2) - 4 * most, 0))
            text = log.read().decode("utf-8", "replace")
    except OSError:
        return ""
    return clipped("\n".join(ktap.strip(line)[1] for line in text.splitlines()), most)


def clipped(text: str, most: int) -> str:
    """The last most characters, in whole lines where that is possible."""
    text = text.replace("\0", "").strip("\n")
    if len(text) <= most:
        return text
    rest = text[-most:]
    return rest.partition("\n")[2] or rest
