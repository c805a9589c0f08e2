# SPDX-License-Identifier: GPL-2.0
"""Preprocessor conditions of which the outcome is known for one tree."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Callable, Iterator, Optional, Union

from .. import errors
from ..errors import Mend

# True or False where that is known, else what is left of the expression.
Value = Union[bool, str]
Names = Callable[[str], Optional[Value]]

_TOKEN = re.compile(r"\s*(&&|\|\||!(?!=)|\(|\)|[A-Za-z_]\w*\s*\([^()]*\)|[^\s&|!()][^&|()]*)")
_IF = re.compile(r"\s*#\s*(if|ifdef|ifndef)\b\s*(.*)", re.S)
_ELSE = re.compile(r"\s*#\s*(elif|else|endif)\b\s*(.*)", re.S)


def evaluate(text: str, names: Names) -> Value:
    """Work out a C condition; names says what an atom of it is."""
    tokens = _TOKEN.findall(text.replace("\\\n", " "))
    value, rest = _either(tokens, names)
    if rest:
        raise ValueError(f"cannot read the condition {text}")
    return value


def _either(tokens: list[str], names: Names) -> tuple[Value, list[str]]:
    return _joined(tokens, names, _both, "||", True)


def _both(tokens: list[str], names: Names) -> tuple[Value, list[str]]:
    return _joined(tokens, names, _one, "&&", False)


def _joined(tokens: list[str], names: Names, operand: Callable[[list[str], Names], tuple[Value, list[str]]],
            operator: str, decisive: bool) -> tuple[Value, list[str]]:
    """Operands of one operator; one that is decisive makes the rest moot."""
    value, tokens = operand(tokens, names)
    while tokens[:1] == [operator]:
        other, tokens = operand(tokens[1:], names)
        if value is decisive or other is decisive:
            value = decisive
        elif isinstance(value, bool):
            value = other
        elif not isinstance(other, bool):
            value = f"{value} {operator} {other}"
    return value, tokens


def _one(tokens: list[str], names: Names) -> tuple[Value, list[str]]:
    if not tokens:
        raise ValueError("a condition ends too early")
    head, tail = tokens[0], tokens[1:]
    if head == "!":
        value, tail = _one(tail, names)
        return (not value if isinstance(value, bool) else f"!{value}"), tail
    if head == "(":
        value, tail = _either(tail, names)
        if tail[:1] != [")"]:
            raise ValueError("a condition lacks a parenthesis")
        return (f"({value})" if isinstance(value, str) and " " in value else value), tail[1:]
    atom = head.strip()
    known = names(atom)
    return (atom if known is None else known), tail


@dataclass
class _Branch:
    line: str
    kind: str
    condition: str
    body: list[Union[str, "_Chain"]] = field(default_factory=list)


@dataclass
class _Chain:
    branches: list[_Branch]
    end: str = ""


def resolved(text: str, names: Names, defined: Names) -> str:
    """text without the conditions that names and defined (for #ifdef) know
    the outcome of, and without the branches that are not taken."""
    lines = iter(re.findall(r"(?:[^\n]*\\\n)*[^\n]*\n?", text))
    body: list[Union[str, _Chain]] = []
    _read(lines, body)
    return "".join(_written(body, names, defined))


def _read(lines: Iterator[str], body: list[Union[str, _Chain]]) -> Optional["re.Match[str]"]:
    """Fill body up to the #elif, #else or #endif that belongs to no #if in
    it, which is returned."""
    for line in lines:
        if found := _IF.match(line):
            chain = _Chain([_Branch(line, found.group(1), found.group(2).strip())])
            body.append(chain)
            while (end := _read(lines, chain.branches[-1].body)) and end.group(1) != "endif":
                chain.branches.append(_Branch(end.string, end.group(1), end.group(2).strip()))
            chain.end = end.string if end else ""
        elif found := _ELSE.match(line):
            return found
        else:
            body.append(line)
    return None


def _written(body: list[Union[str, _Chain]], names: Names, defined: Names) -> Iterator[str]:
    for part in body:
        if isinstance(part, str):
            yield part
        else:
            yield from _chain(part, names, defined)


def _chain(chain: _Chain, names: Names, defined: Names) -> Iterator[str]:
    values = [_outcome(branch, names, defined) for branch in chain.branches]
    if all(isinstance(value, bool) for value in values):
        taken = [branch for branch, value in zip(chain.branches, values) if value is True]
        yield from _written(taken[0].body, names, defined) if taken else ()
        return
    if any(isinstance(value, bool) and branch.kind != "else" for branch, value in zip(chain.branches, values)):
        raise Mend(errors.CONFIG, f"the condition {chain.branches[0].line.strip()} is known in part only; "
                                  "write it as two that are nested")
    for branch, value in zip(chain.branches, values):
        reworded = branch.kind in ("if", "elif") and value != branch.condition
        yield f"#{branch.kind} {value}\n" if reworded else branch.line
        yield from _written(branch.body, names, defined)
    yield chain.end


def _outcome(branch: _Branch, names: Names, defined: Names) -> Value:
    if branch.kind == "else":
        return True
    if branch.kind in ("ifdef", "ifndef"):
        known = defined(branch.condition)
        if known is None:
            return branch.condition
        return bool(known) == (branch.kind == "ifdef")
    return evaluate(branch.condition, names)
