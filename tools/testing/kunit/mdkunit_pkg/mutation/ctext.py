# SPDX-License-Identifier: GPL-2.0
"""C as text: what the operators ask of a piece of source."""

from __future__ import annotations

import fnmatch
import re
from typing import Iterator

from . import tables

CALL = re.compile(r"(\w+)\s*\((.*)\)\s*$", re.S)
HINT = re.compile(r"(?:likely|unlikely)\s*\((.*)\)\s*$", re.S)
INTEGER = re.compile(r"\d+[uUlL]*$")


def one_line(text: str) -> str:
    return " ".join(text.split())


def arid(text: str) -> bool:
    """Whether text is a call that nothing depends on."""
    call = CALL.match(text)
    return call is not None and any(fnmatch.fnmatchcase(call.group(1), one) for one in tables.ARID)


def split_arguments(text: str) -> list[str]:
    """"a, f(b, c)" as "a" and "f(b, c)"."""
    parts, depth, start = [], 0, 0
    for at, char in enumerate(text):
        depth += (char in "([{") - (char in ")]}")
        if char == "," and depth == 0:
            parts.append(text[start:at].strip())
            start = at + 1
    return [*parts, text[start:].strip()] if text.strip() else []


def filled(template: str, arguments: str) -> str:
    parts = split_arguments(arguments)
    text = template.replace("$*", arguments)
    for number, part in enumerate(parts, 1):
        text = text.replace(f"${number}", part)
    return text


def whole(text: str) -> bool:
    """Whether the brackets in text are its own."""
    depth = 0
    for char in text:
        depth += (char in "([{") - (char in ")]}")
        if depth < 0:
            return False
    return depth == 0


def semicolons(text: str, at: int) -> Iterator[int]:
    """The two in the head of the for statement that begins at at."""
    depth = 0
    for place in range(text.index("(", at), len(text)):
        depth += (text[place] in "([{") - (text[place] in ")]}")
        if depth == 0:
            return
        if text[place] == ";" and depth == 1:
            yield place


def depends(one: str, two: str) -> bool:
    """Whether it can matter that one comes before two: calls do anything,
    an assignment matters to who uses what it changes."""
    if CALL.match(one.rstrip("; ")):
        return True
    target = re.match(r"([^=+\-|&(]*(?:->|\.)?[\w\[\]>.-]*?)\s*(?:[-+|&]?=[^=]|\+\+|--)", one)
    return target is not None and target.group(1).strip() in two
