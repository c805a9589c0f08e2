# SPDX-License-Identifier: GPL-2.0
"""Is this directory a kernel tree that the suite can be laid over?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Sequence

from . import errors, farm
from .errors import Mend

OLDEST = (6, 1)
UNIT = "mm/migrate_device.c"
_NEEDED = ("Makefile", "Kbuild", "mm/Kconfig", "mm/Makefile", "tools/testing/kunit/kunit.py")


@dataclass
class Tree:
    """A kernel source tree; name is what the user is told it is."""

    path: Path
    version: str
    name: str
    leftovers: bool


def open_tree(kdir: Path, name: str = "") -> Tree:
    """Check kdir; every refusal says what it lacks."""
    path = kdir.expanduser()
    if not path.exists():
        raise Mend(errors.USAGE, f"there is no {path}; give --kdir (KDIR=) an unpacked kernel source tree")
    path = path.resolve()
    version = _version(path)
    numbers = tuple(int(part) for part in version.split(".")[:2])
    if numbers < OLDEST:
        raise Mend(errors.CONFIG, f"{path} is linux {version}; the suite needs 6.1 or newer")
    for needed in (*_NEEDED, UNIT):
        if not (path / needed).is_file():
            raise Mend(errors.CONFIG, f"{path} (linux {version}) has no {needed}; give a complete source tree")
    return Tree(path, version, name or f"linux {version} in {path}", farm.has_leftovers(path))


def _version(path: Path) -> str:
    makefile = path / "Makefile"
    fields: dict[str, str] = {}
    if makefile.is_file():
        head = makefile.read_text("utf-8", "replace")[:4096]
        fields = dict(re.findall(r"^(VERSION|PATCHLEVEL|SUBLEVEL|EXTRAVERSION)\s*=[ \t]*(\S*)", head, re.M))
    if not (fields.get("VERSION", "").isdigit() and fields.get("PATCHLEVEL", "").isdigit()):
        raise Mend(errors.USAGE, f"{path} is not a kernel source tree (its Makefile names no kernel version); "
                                 "give --kdir (KDIR=) the directory that holds the kernel's top Makefile")
    sublevel = fields.get("SUBLEVEL") or "0"
    return f"{fields['VERSION']}.{fields['PATCHLEVEL']}.{sublevel}{fields.get('EXTRAVERSION', '')}"


def wrapped_primitives(unit_source: Path) -> list[str]:
    """Names that the unit under observation replaces, from its defines."""
    if not unit_source.is_file():
        return []
    text = unit_source.read_text("utf-8")
    return re.findall(r"^#\s*define\s+(\w+)(?:\([^)]*\))?\s+unit_\1\b", text, re.M)


def missing_primitives(tree: Path, names: Sequence[str]) -> list[str]:
    """Those of names that mm/migrate_device.c does not use."""
    text = (tree / UNIT).read_text("utf-8", "replace")
    return [name for name in names if not re.search(rf"\b{re.escape(name)}\b", text)]
