# SPDX-License-Identifier: GPL-2.0
"""The suite's C for one kernel: what only others need is left out, and a
wrapper that was needed because they differ gives way to what it wraps."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Iterator, Optional

from . import conditions, edits, inline, layout, rows
from .conditions import Value
from .edits import COMMON, COMPAT

ISSUES = "mm/tests/migrate_known_issues.c"
_SINCE = re.compile(r"MM_KUNIT_SINCE\s*\((\d+), (\d+)\)")
_HAS_INCLUDE = re.compile(r"__has_include\s*\(<([^>]+)>\)")
_DEFINE = re.compile(r"#[ \t]*define[ \t]+(\w+)(?:\(([^)]*)\))?[ \t\\\n]*((?:[^\n]*\\\n)*[^\n]*)\n")
_TYPEDEF = re.compile(r"typedef (\w+) (mm_kunit_\w+);\n")
_COMMENT_BEFORE = re.compile(r"/\*(?:[^*]|\*(?!/))*\*/\n$")
_VERSIONS = ("KERNEL", "MM_KUNIT_KERNEL", "MM_KUNIT_SINCE")


@dataclass
class Facts:
    """What the tree that the series is for says of itself."""

    kdir: Path
    version: rows.Version
    constants: dict[str, Value] = field(default_factory=dict)

    def name(self, atom: str) -> Optional[Value]:
        if found := _SINCE.fullmatch(atom):
            return (int(found.group(1)), int(found.group(2))) <= self.version
        if found := _HAS_INCLUDE.fullmatch(atom):
            return (self.kdir / "include" / found.group(1)).is_file()
        if atom in ("0", "1"):
            return atom == "1"
        return self.constants.get(atom)

    def defined(self, name: str) -> Optional[Value]:
        """Whether the tree has a macro; None for what only a build knows."""
        if name.startswith("CONFIG_") or name.endswith("_H"):
            return None
        places = [str(self.kdir / "include" / place) for place in ("linux", "kunit")]
        return subprocess.run(["grep", "-rqsE", "--include=*.h", rf"^#\s*define\s+{name}\b", *places],
                              check=False).returncode == 0


def resolved(files: dict[str, str], kdir: Path, version: rows.Version) -> dict[str, str]:
    """files, the suite by path, for the kernel in kdir."""
    facts = Facts(kdir, version)
    files = dict(files)
    fixed = rows.gone(files[ISSUES], version)
    edits.apply(files)
    compat = conditions.resolved(files.pop(COMPAT), facts.name, facts.defined)
    # Conditions further down ask for what is defined further up.
    list(_macros(compat, facts))
    compat = conditions.resolved(compat, facts.name, facts.defined)
    macros = list(_macros(compat, facts))
    files[COMMON] = _common(compat, [macro.name for macro in macros])
    for path, text in files.items():
        if not path.endswith((".c", ".h")):
            continue
        # Only a build knows of what other headers define.
        text = conditions.resolved(text, facts.name, lambda _name: None)
        text = rows.without_issues(text, [*fixed, *edits.UNREPORTED])
        text = rows.without_rows(text, version, edits.UNREPORTED)
        text = rows.without_bounds(text, fixed)
        text = re.sub(r"^\t\.page = .*\n", "", text, flags=re.M) if path == ISSUES else text
        text = inline.expanded(_decided(text, facts), macros)
        files[path] = text.replace('compat.h"', f'{Path(COMMON).name}"')
    shared = {name: body for path, text in files.items() if path.endswith(".h")
              for name, body in layout.lists(text).items()}
    return {path: re.sub(r"\n{3,}", "\n\n", layout.strict(text, shared)) if path.endswith((".c", ".h")) else text
            for path, text in files.items()}


def _macros(compat: str, facts: Facts) -> Iterator[inline.Macro]:
    """What compat defines that nothing but a version decides; constants
    go to facts."""
    for found in _TYPEDEF.finditer(compat):
        yield inline.Macro(found.group(2), None, found.group(1))
    for found in _outside_conditions(compat):
        name, words = found.group(1), found.group(2)
        body = re.sub(r"\s*\\\n\s*", " ", found.group(3)).strip()
        if name in _VERSIONS or not name.lower().startswith("mm_kunit_"):
            continue
        if words is not None:
            yield inline.Macro(name, [word.strip() for word in words.split(",")], body)
            continue
        value = conditions.evaluate(body, facts.name)
        facts.constants[name] = value.strip("()") if isinstance(value, str) and value.startswith("((") else value
        if isinstance(value, str):
            yield inline.Macro(name, None, value)


def _outside_conditions(text: str) -> Iterator["re.Match[str]"]:
    """Definitions that no condition, apart from the guard, surrounds."""
    guards = [found.span() for found in re.finditer(r"^#if(?:def|ndef)? (?!_\w+_H\b).*?^#endif", text, re.M | re.S)]
    for found in _DEFINE.finditer(text):
        if not any(start < found.start() < end for start, end in guards):
            yield found


def _common(compat: str, inlined: list[str]) -> str:
    """compat without what is inlined, and without what spoke of that."""
    for found in [*_outside_conditions(compat), *_TYPEDEF.finditer(compat)][::-1]:
        name = found.group(2) if found.re is _TYPEDEF else found.group(1)
        if name.startswith(("_", "mm_kunit_pte_val")) or not (
                name in (*inlined, *_VERSIONS) or name.startswith("MM_KUNIT_")):
            continue
        before, after = compat.split(found.group(0), 1)
        compat = _COMMENT_BEFORE.sub("", before) + after
    return compat.replace("_MM_KUNIT_COMPAT_H", "_MM_KUNIT_MM_H")


def _decided(text: str, facts: Facts) -> str:
    """text with constants of compat written out, also where an if asks."""
    known = {name: value for name, value in facts.constants.items() if isinstance(value, bool)}
    names = "|".join(known)
    if not names or not re.search(rf"\b(?:{names})\b", text):
        return text
    text = re.sub(rf"^(\t+)if \((!?)({names})\)\n\t([^;]*;\n)",
                  lambda found: found.group(4) if known[found.group(3)] != bool(found.group(2)) else "",
                  text, flags=re.M)
    return re.sub(rf"\b({names})\b", lambda found: "true" if known[found.group(1)] else "false", text)
