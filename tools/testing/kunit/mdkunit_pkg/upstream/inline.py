# SPDX-License-Identifier: GPL-2.0
"""Put what a macro stands for in the place of its uses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Iterable, Optional

from .. import csource

_LVALUE = re.compile(r"\w+(?:(?:->|\.)\w+|\[\w+\])*$")
_POINTER = re.compile(r"\((&\w+(?:(?:->|\.)\w+)*)\)$")


@dataclass
class Macro:
    """parameters is None for one that is no function."""

    name: str
    parameters: Optional[list[str]]
    body: str

    @property
    def other_name(self) -> Optional[str]:
        """What it calls, if it does nothing but that."""
        found = re.fullmatch(r"(\w+)(?:\((.*)\))?", self.body)
        words = found and found.group(2) and [word.strip() for word in found.group(2).split(",")]
        return found.group(1) if found and (words or None) == self.parameters else None

    def call(self, arguments: list[str]) -> str:
        given = dict(zip(self.parameters or [], arguments))
        names = "|".join(given)

        # In one go: what is put in may have the name of another parameter.
        def put(found: "re.Match[str]") -> str:
            name = found.group(1) or found.group(2)
            bare = found.group(2) or _LVALUE.match(given[name])
            return given[name] if bare else f"({given[name]})"

        text = re.sub(rf"(?<!\w)\(({names})\)|\b({names})\b", put, self.body) if names else self.body
        pointer = _POINTER.match(text)
        return pointer.group(1) if pointer else text


def expanded(text: str, macros: Iterable[Macro]) -> str:
    """text with every use of macros written out, continuation lines kept
    in line with the parentheses that they belong to."""
    new = text
    for macro in macros:
        if macro.name in new:
            new = _expand(new, macro)
    return new if new == text else realigned(text, new)


def _expand(text: str, macro: Macro) -> str:
    pattern = re.compile(rf"\b{macro.name}\b" + ("" if macro.parameters is None else r"\("))
    at = 0
    while found := pattern.search(csource.blanked(text, directives=False), at):
        start, end = found.span()
        if macro.other_name:
            # What stands in the parentheses keeps its lines.
            put = macro.other_name + ("" if macro.parameters is None else "(")
        elif macro.parameters is None:
            put = macro.body
        else:
            end, words = _arguments(text, end)
            put = macro.call(words)
        text = text[:start] + put + text[end:]
        at = start + len(put)
    return text


def _arguments(text: str, at: int) -> tuple[int, list[str]]:
    """Where a call whose parenthesis opens before at ends, and its words."""
    depth, words, start = 1, [], at
    while depth:
        char = text[at]
        depth += (char in "([{") - (char in ")]}")
        if depth == 0 or (depth == 1 and char == ","):
            words.append(text[start:at].strip())
            start = at + 1
        at += 1
    return at, words


def realigned(old: str, new: str) -> str:
    """new, whose lines are those of old with other words in them, indented
    as old was in relation to its parentheses."""
    before, after = old.split("\n"), new.split("\n")
    if len(before) != len(after):
        raise ValueError("lines were added or removed")
    opened: list[tuple[int, int]] = []
    for number, (was, now) in enumerate(zip(before, after)):
        if opened and _indent(was) == opened[-1][0] + 1:
            now = _filled(opened[-1][1] + 1) + now.lstrip()
            after[number] = now
        _follow(was, now, opened)
    return "\n".join(after)


def _follow(was: str, now: str, opened: list[tuple[int, int]]) -> None:
    """Bring the columns of the open parentheses, old and new, up to date."""
    both = []
    for line in (was, now):
        stack: list[int] = []
        closed = 0
        for at, char in enumerate(csource.blanked(line, directives=False)):
            if char == "(":
                stack.append(_width(line[:at]))
            elif char == ")":
                if stack:
                    stack.pop()
                else:
                    closed += 1
        both.append((closed, stack))
    (closed, olds), (_closed, news) = both
    del opened[max(len(opened) - closed, 0):]
    opened.extend(zip(olds, news))


def _indent(line: str) -> int:
    return _width(line[:len(line) - len(line.lstrip())])


def _width(text: str) -> int:
    return len(text.expandtabs(8))


def _filled(width: int) -> str:
    return "\t" * (width // 8) + " " * (width % 8)
