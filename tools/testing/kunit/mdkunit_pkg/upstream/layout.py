# SPDX-License-Identifier: GPL-2.0
"""What checkpatch --strict asks for and the project, which has other kernels
and its own linter to please, does in another way."""

from __future__ import annotations

import re

_COLUMNS = 100
_CASES = re.compile(r"#define (\w+_CASES) \\\n((?:[^\n]*\\\n)*[^\n]*)\n\n?")
_LONG = re.compile(r"^(?P<head>\t*[^\"\n]*[^\s\"][ ]?(?<![<\"]))(?P<tail>\"[^\"\n]*\"[,;)]*)$", re.M)


def strict(text: str) -> str:
    """text in the layout that checkpatch --strict takes."""
    text = _with_cases(text)
    text = re.sub(r"^(\t+spinlock_t \*ptl;)$", r"\1\t/* of the page table */", text, flags=re.M)
    text = text.replace("<asm/pgalloc.h>", "<linux/pgalloc.h>")
    text = re.sub(r"(\w+) = kzalloc\(sizeof\(\*\1\), GFP_KERNEL\)", r"\1 = kzalloc_obj(*\1)", text)
    return _LONG.sub(_broken, text)


def _with_cases(text: str) -> str:
    """Lists of cases that two suites share, written out in both."""
    for found in list(_CASES.finditer(text)):
        body = re.sub(r" \\\n", "\n", found.group(2)).rstrip().removesuffix(",")
        text = text.replace(found.group(0), "")
        name = found.group(1)
        text = re.sub(rf"\[\] = \{{ {name}, \{{\}} \}};", lambda _m, put=body: f"[] = {{\n{put},\n\t{{}}\n}};", text)
        text = re.sub(rf"\[\] = \{{ {name} \}};", lambda _m, put=body: f"[] = {{\n{put}\n}};", text)
        text = text.replace("\n};\nstatic ", "\n};\n\nstatic ")
        text = re.sub(rf"^\t{name},\n", lambda _m, put=body: f"{put},\n", text, flags=re.M)
    return text


def _broken(found: "re.Match[str]") -> str:
    """A line that a message makes too long, with the message on the next."""
    head, tail = found.group("head"), found.group("tail")
    if len(found.group(0).expandtabs(8)) <= _COLUMNS or head.lstrip().startswith(("#", "*", "/")):
        return found.group(0)
    opened = _open_parenthesis(head)
    indent = len(head[:opened + 1].expandtabs(8)) if opened >= 0 else len(head) - len(head.lstrip("\t")) + 1
    filling = "\t" * (indent // 8) + " " * (indent % 8) if opened >= 0 else "\t" * indent
    return f"{head.rstrip()}\n{filling}{tail}"


def _open_parenthesis(text: str) -> int:
    open_at: list[int] = []
    for at, char in enumerate(text):
        if char == "(":
            open_at.append(at)
        elif char == ")" and open_at:
            open_at.pop()
    return open_at[-1] if open_at else -1
