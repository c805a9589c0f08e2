# SPDX-License-Identifier: GPL-2.0
"""Is this directory a kernel tree that the suite can be laid over?"""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

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

    @property
    def series(self) -> str:
        """Two numbers: EXTRAVERSION may hold anything."""
        return series(self.version)


def series(version: str) -> str:
    return ".".join(version.split(".")[:2])


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


def wrapped_primitives(header: Path) -> list[str]:
    """Names that a unit under observation redirects, from its defines.

    Those under an #if have an alternative for other versions and are left
    out; the include guard is none.
    """
    names, depth = [], 0
    for line in header.read_text("utf-8").splitlines() if header.is_file() else []:
        if re.match(r"#\s*if(n?def)?\b", line) and not re.match(r"#\s*ifndef\s+_\w+_H$", line):
            depth += 1
        elif re.match(r"#\s*endif\b", line):
            depth = max(depth - 1, 0)
        elif (found := re.match(r"#\s*define\s+(\w+)(\([^)]*\))?\s+unit_\1\b", line)) and not depth:
            names.append(found.group(1))
    return names


def check_primitives(tree: Tree, header: Path) -> None:
    """Refuse a tree that has lost what the unit wraps.

    A primitive that exists but is no longer called is the cases' business:
    that may be the very bug that they are to find.
    """
    source = (tree.path / UNIT).read_text("utf-8", "replace")
    unused = [name for name in wrapped_primitives(header) if not re.search(rf"\b{re.escape(name)}\b", source)]
    gone = [name for name in unused if not _declared(tree.path, name)]
    if gone:
        raise Mend(errors.BUILD, f"{UNIT} of linux {tree.version} no longer has {', '.join(gone)}, "
                                 f"which the suite wraps; teach lib/mm_kunit/{header.name} the new name")


def _declared(tree: Path, name: str) -> bool:
    places = [str(tree / place) for place in ("include/linux", "include/asm-generic", "mm", "arch/x86/include/asm")]
    return subprocess.run(["grep", "-rqw", "--include=*.h", name, *places], check=False).returncode == 0
