# SPDX-License-Identifier: GPL-2.0
"""The lines of KTAP, as KUnit prints them from 6.1 to 7.x."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Optional

_STAMP = re.compile(r"^(?:<\d+>)?\[\s*(\d+\.\d+)\](?:\[\s*[TC]\d+\])? ?")
_HEADER = re.compile(r"^(KTAP|TAP) version \d+$")
_PLAN = re.compile(r"^( *)1\.\.(\d+)$")
_SUBTEST = re.compile(r"^( *)# Subtest: (\S+)")
_RESULT = re.compile(r"^( *)(not ok|ok) (\d+)(?: -)?(?: (.*?))?(?: *# ?(SKIP|TODO|TIMEOUT)\b *(.*))?$")
_FAILED = re.compile(r"^ *# (\S+): (EXPECTATION|ASSERTION) FAILED at (\S+)")
_NOTE = re.compile(r"^ *# (?:(\S+): )?(.*)$")
_SKIP_NOTE = re.compile(r"^(?:row (\S+) # )?SKIP\b:? *(.*)$")
_STATS = re.compile(r"^(pass:\d+ fail:\d+|Totals: )|^(module|speed): ")
_RUNNING = re.compile(r"mm_kunit: running: (\S+)")
# As lib/mm_kunit/faults.c puts it.
_FAULT = re.compile(r"mm_kunit: (?:allocation (\d+) was made to fail|(\d+) allocations, none made to fail)")


@dataclass
class Line:
    """One line, understood. kind says which of the fields mean anything."""

    kind: str
    depth: int = 0
    name: str = ""
    number: int = 0
    ok: bool = True
    skip: bool = False
    text: str = ""


def strip(raw: str) -> tuple[Optional[float], str]:
    """(kernel's own time stamp or None, text without it)."""
    text = raw.replace("\r", "").rstrip("\n")
    stamp = _STAMP.match(text)
    if stamp:
        return float(stamp.group(1)), text[stamp.end():]
    return None, text


def read(text: str) -> Line:
    """Classify one stripped line; kind 'other' is not KTAP."""
    if found := _RUNNING.search(text):
        return Line("running", name=found.group(1))
    if found := _FAULT.search(text):
        return Line("fault", number=int(found.group(1) or found.group(2)), ok=not found.group(1))
    if _HEADER.match(text.strip()):
        return Line("header", depth=_depth(text))
    if found := _PLAN.match(text):
        return Line("plan", _depth(text), number=int(found.group(2)))
    if found := _SUBTEST.match(text):
        return Line("subtest", _depth(text), name=found.group(2))
    if found := _RESULT.match(text):
        return Line("result", _depth(text), name=found.group(4) or "", number=int(found.group(3)),
                    ok=found.group(2) == "ok", skip=found.group(5) == "SKIP", text=found.group(6) or "")
    if found := _FAILED.match(text):
        return Line("failed", name=found.group(1), text=found.group(3))
    if found := _NOTE.match(text):
        return _note(found.group(1) or "", found.group(2))
    return Line("other", text=text)


def _note(name: str, text: str) -> Line:
    if _STATS.match(text) or (name and _STATS.match(f"{name}: {text}")):
        return Line("stats", name=name, text=text)
    if found := _SKIP_NOTE.match(text):
        return Line("skip", name=found.group(1) or "", text=found.group(2))
    return Line("note", name=name, text=text)


def _depth(text: str) -> int:
    return (len(text) - len(text.lstrip(" "))) // 4
