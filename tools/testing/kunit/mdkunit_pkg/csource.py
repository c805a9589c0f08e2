# SPDX-License-Identifier: GPL-2.0
"""A light reader of C: functions and tables, found by their braces."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Iterator

_TOKENS = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.S)
_DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.M)
_TABLE = re.compile(r"\bstruct\s+(\w+)\s+(\w+)\s*\[[^\]]*\][^=;{]*=\s*\{")
_STRUCT = re.compile(r"\bstruct\s+(\w+)\s+(\w+)\s*=\s*\{")
_STRING = re.compile(r'"((?:\\.|[^"\\\n])*)"')
_BARE_HEAD = re.compile(r"(\w+)\s*\([^{};]*\)\s*(?:__\w+(?:\([^)]*\))?\s*)*$", re.S)


@dataclass
class Function:
    name: str
    line: int
    lines: int


@dataclass
class Row:
    """One initialiser in braces; name is the first string in it."""

    name: str
    line: int


@dataclass
class Table:
    kind: str
    name: str
    line: int
    rows: list[Row]
    text: str
    comment: str


def blanked(text: str, directives: bool = True) -> str:
    """text with comments, literals and directives blanked, nothing moved."""
    bare = _TOKENS.sub(lambda match: _blank(match.group(0)), text)
    return _DIRECTIVE.sub(lambda match: _blank(match.group(0)), bare) if directives else bare


def functions(text: str) -> Iterator[Function]:
    """Function definitions, with the lines from name to closing brace."""
    bare = blanked(text)
    for start, end in _outer_braces(bare):
        tail = re.split(r"[;}]", bare[:start])[-1]
        if head := _BARE_HEAD.search(tail):
            at = start - len(tail) + head.start(1)
            yield Function(head.group(1), _line(text, at), bare.count("\n", at, end) + 1)


def tables(text: str) -> Iterator[Table]:
    """Arrays of structures, each with the comment that stands above it."""
    bare = blanked(text)
    for match in _TABLE.finditer(bare):
        opening = match.end() - 1
        end = _closing(bare, opening)
        rows = [Row(_first_string(text[a:b]), _line(text, a))
                for a, b in _outer_braces(bare[:end], opening + 1)]
        yield Table(match.group(1), match.group(2), _line(text, match.start()), rows,
                    text[opening:end], _comment_above(text, match.start()))


def inner_braces(bare: str, opening: int) -> Iterator[tuple[int, int]]:
    """Where the braces within the one at opening begin and end."""
    yield from _outer_braces(bare[:_closing(bare, opening)], opening + 1)


def structures(text: str, kind: str) -> Iterator[tuple[str, int, str]]:
    """(name, line, initialiser) of every single struct kind."""
    bare = blanked(text)
    for match in _STRUCT.finditer(bare):
        if match.group(1) == kind:
            opening = match.end() - 1
            yield match.group(2), _line(text, match.start()), text[opening:_closing(bare, opening)]


def comments(text: str) -> Iterator[tuple[int, str]]:
    for match in _TOKENS.finditer(text):
        if match.group(0).startswith("/"):
            yield _line(text, match.start()), match.group(0)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _first_string(text: str) -> str:
    match = _STRING.search(text)
    return match.group(1) if match else ""


def _closing(bare: str, opening: int) -> int:
    depth = 0
    for match in re.compile(r"[{}]").finditer(bare, opening):
        depth += 1 if match.group(0) == "{" else -1
        if depth == 0:
            return match.end()
    return len(bare)


def _outer_braces(bare: str, at: int = 0) -> Iterator[tuple[int, int]]:
    while (start := bare.find("{", at)) >= 0:
        at = _closing(bare, start)
        yield start, at


def _comment_above(text: str, at: int) -> str:
    above = text[: text.rfind("\n", 0, at) + 1].rstrip(" \t\n")
    if not above.endswith("*/"):
        return ""
    return above[above.rfind("/*"):]
