# SPDX-License-Identifier: GPL-2.0
"""What checkpatch --strict asks for and the project, which has other kernels
and its own linter to please, does in another way."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Mapping

_COLUMNS = 100
_CASES = re.compile(r"#define (\w+_CASES) \\\n((?:[^\n]*\\\n)*[^\n]*)\n\n?")
_CHOICE = re.compile(r"^(?P<head>\t+\.\w+ = )(?P<asked>[^\n?]* \?) (?P<tail>[^\n?]*)$", re.M)
_LONG = re.compile(r"^(?P<head>\t*[^\"\n]*[^\s\"][ ]?(?<![<\"]))(?P<tail>\"[^\"\n]*\"[,;)]*)$", re.M)


def strict(text: str, shared: Mapping[str, str] = MappingProxyType({})) -> str:
    """text in the layout that checkpatch --strict takes; shared are the
    lists of cases in headers, by name."""
    text = _with_cases(text, shared)
    text = re.sub(r"^(\t+spinlock_t \*ptl;)$", r"\1\t/* of the page table */", text, flags=re.M)
    text = text.replace("<asm/pgalloc.h>", "<linux/pgalloc.h>")
    text = re.sub(r"(\w+) = kzalloc\(sizeof\(\*\1\), GFP_KERNEL\)", r"\1 = kzalloc_obj(*\1)", text)
    return _LONG.sub(_broken, _CHOICE.sub(_chosen, text))


def lists(text: str) -> dict[str, str]:
    """The lists of cases that macros of text stand for, by name."""
    return {found.group(1): re.sub(r" \\\n", "\n", found.group(2)).rstrip().removesuffix(",")
            for found in _CASES.finditer(text)}


def _with_cases(text: str, shared: Mapping[str, str]) -> str:
    """Lists of cases that two suites share, written out in both."""
    own = lists(text)
    if any(name in own for name in shared):
        # What is said of a list goes with it, but for a file's own.
        text = re.sub(rf"/\*[^\n]*\*/\n(?={_CASES.pattern})", "", text)
    text = _CASES.sub("", text)
    for name, body in {**shared, **own}.items():
        text = re.sub(rf"\[\] = \{{ {name}, \{{\}} \}};", lambda _m, put=body: f"[] = {{\n{put},\n\t{{}}\n}};", text)
        text = re.sub(rf"\[\] = \{{ {name} \}};", lambda _m, put=body: f"[] = {{\n{put}\n}};", text)
        text = text.replace("\n};\nstatic ", "\n};\n\nstatic ")
        text = re.sub(rf"^\t{name},\n", lambda _m, put=body: f"{put},\n", text, flags=re.M)
    return text


def _chosen(found: "re.Match[str]") -> str:
    """A choice that is too long, with what is chosen from on the next line."""
    head, asked, tail = found.group("head", "asked", "tail")
    return found.group(0) if _fits(found.group(0)) else f"{head}{asked}\n{_filling(len(head.expandtabs(8)))}{tail}"


def _filling(columns: int) -> str:
    return "\t" * (columns // 8) + " " * (columns % 8)


def _fits(line: str) -> bool:
    return len(line.expandtabs(8)) <= _COLUMNS


def _broken(found: "re.Match[str]") -> str:
    """A line that a message makes too long, with the message on the next."""
    head, tail = found.group("head"), found.group("tail")
    if _fits(found.group(0)) or head.lstrip().startswith(("#", "*", "/")):
        return found.group(0)
    opened = _open_parenthesis(head)
    indent = len(head[:opened + 1].expandtabs(8)) if opened >= 0 else len(head) - len(head.lstrip("\t")) + 1
    filling = _filling(indent) if opened >= 0 else "\t" * indent
    return f"{head.rstrip()}\n{filling}{tail}"


def _open_parenthesis(text: str) -> int:
    open_at: list[int] = []
    for at, char in enumerate(text):
        if char == "(":
            open_at.append(at)
        elif char == ")" and open_at:
            open_at.pop()
    return open_at[-1] if open_at else -1
