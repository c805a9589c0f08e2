# SPDX-License-Identifier: GPL-2.0
"""Makefile and Kconfig of the suite, as far as a patch of the series goes."""

from __future__ import annotations

import re
from typing import Callable, Collection, Optional

# What these paragraphs are for works with mdkunit only.
_PROJECT_ONLY = re.compile(r"CONFIG_MM_KUNIT_(?:MUTANTS|COVERAGE)\b")
_LIST = re.compile(r"((?:obj-\S+|units) (?:\+=|:=)) (.*)")
_OBJECT = re.compile(r"(\w+)\.o")


def makefile(text: str, has: Callable[[str], bool]) -> str:
    """text with the objects only for whose source, without .c, has is true."""
    units = any(has(name) for line in re.findall(r"^units .*", text, re.M) for name in _OBJECT.findall(line))
    kept = [part for paragraph in re.sub(r"\\\n\s*", "", text).strip().split("\n\n")
            if (part := _paragraph(paragraph, has, units))]
    return "\n\n".join(kept) + "\n"


def _paragraph(text: str, has: Callable[[str], bool], units: bool) -> str:
    if not units and re.search(r"localize|\$\(units", text):
        return ""
    lines = [line for line in text.split("\n") if not re.match(r"obj-\$\(CONFIG_MM_KUNIT_", line)]
    if any(_PROJECT_ONLY.search(line) for line in lines):
        return ""
    found = [kept for line in lines if (kept := _line(line, has)) is not None]
    text = "\n".join(found)
    text = re.sub(r"^(?:ifdef|ifeq|ifneq) .*\n(?:endif\n?|$)", "", text, flags=re.M).strip("\n")
    # A comment alone has lost what it was about.
    alone = all(line.startswith("#") for line in text.split("\n"))
    return "" if alone and "SPDX" not in text else text


def _line(line: str, has: Callable[[str], bool]) -> Optional[str]:
    found = _LIST.fullmatch(line)
    if not found:
        return line
    words = [word for word in found.group(2).split()
             if not (name := _OBJECT.fullmatch(word)) or has(name.group(1))]
    # One a line, so that a patch adds lines and changes none.
    return "\n".join(f"{found.group(1)} {word}" for word in words) or None


def kconfig(text: str, symbols: Collection[str]) -> str:
    """text with the blocks, and the comments above them, of symbols only."""
    head, *blocks = re.split(r"\n\n(?=(?:#[^\n]*\n)*config )", text.strip())
    if head.startswith("# SPDX") and "\nconfig " in head:
        first, head = head.split("\n", 1)
        head, blocks = first, [head, *blocks]
    kept = [block.strip("\n") for block in blocks
            if (found := re.search(r"^config (\w+)", block, re.M)) and found.group(1) in symbols]
    return "\n\n".join([f"{head}\n{kept[0]}", *kept[1:]]) + "\n" if kept else ""
