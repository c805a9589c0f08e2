# SPDX-License-Identifier: GPL-2.0
"""Rows and known issues: what is left of them on one kernel."""

from __future__ import annotations

import re
from typing import Iterable, Iterator

from .. import csource

Version = tuple[int, int]

_KERNEL = r"KERNEL\((\d+), (\d+)\)"
_ROW_TABLE = re.compile(r"\bstruct\s+\w+\s+\w+\s*\[[^\]]*\][^=;{]*=\s*\{")
_ISSUE = re.compile(r"(?:/\*(?:[^*]|\*(?!/))*\*/\n)?const struct mm_kunit_known_issue (\w+) = \{\n(.*?)\n\};\n\n?", re.S)
_BOUND = rf"\.(?:since|until) = {_KERNEL}"


def until(text: str, version: Version) -> bool:
    """Whether what text says of releases leaves version out."""
    for word, major, minor in re.findall(rf"\.(since|until) = [^,;]*?{_KERNEL}", text):
        release = (int(major), int(minor))
        if (word == "until") == (release <= version):
            return True
    return False


def gone(issues: str, version: Version) -> list[str]:
    """The known issues that version does not have."""
    return [found.group(1) for found in _ISSUE.finditer(issues) if until(found.group(2), version)]


def without_issues(text: str, names: Iterable[str]) -> str:
    """A file that defines or declares known issues, without names."""
    left_out = set(names)
    text = _ISSUE.sub(lambda found: "" if found.group(1) in left_out else found.group(0), text)
    return re.sub(r"^extern const struct mm_kunit_known_issue (\w+);\n",
                  lambda found: "" if found.group(1) in left_out else found.group(0), text, flags=re.M)


def without_rows(text: str, version: Version, issues: Iterable[str]) -> str:
    """text without the rows for other kernels, and those that show issues."""
    shows = re.compile(r"\.known_issue = &(?:" + "|".join([*issues, "nothing"]) + r")\b")
    cuts = [span for span in _rows(text)
            if until(text[slice(*span)], version) or shows.search(text[slice(*span)])]
    for start, end in reversed(cuts):
        head, tail = text[:start].rstrip(), text[end:]
        text = head + tail.removeprefix(",")
    return text


def _rows(text: str) -> Iterator[tuple[int, int]]:
    bare = csource.blanked(text)
    for match in _ROW_TABLE.finditer(bare):
        yield from csource.inner_braces(bare, match.end() - 1)


def without_bounds(text: str, fixed: Iterable[str]) -> str:
    """text, all of which is for this kernel, without saying so; fixed are
    the known issues that this kernel does not have."""
    for name in fixed:
        text = _without_member(text, rf"\.known_issue = &{name}\b")
    text = _without_member(text, _BOUND)
    for name in re.findall(r"^#define (SINCE_\w+)[ \t]*$\n?", text, re.M):
        text = re.sub(rf"^#define {name}[ \t]*\n\n?", "", text, flags=re.M)
        text = _without_member(text, rf"\b{name}\b")
    text = re.sub(r"\bSINCE_HUGE\b", "ON_HUGE_PMD", text)
    text = re.sub(r"^[ \t]*\.when = \{ *\},\n", "", text, flags=re.M)
    return re.sub(r" ?\.when = \{ *\},", "", text)


def _without_member(text: str, member: str) -> str:
    text = re.sub(rf"{member},[ \t\n]*", "", text)
    text = re.sub(rf",\s*{member}(?=\s*[}})])", "", text)
    text = re.sub(rf"\{{ *{member} *\}}", "{}", text)
    text = re.sub(rf"\(\s*{member}\s*\)", "()", text)
    return re.sub(rf"(?<=[ \t]){member}", "", text)
