# SPDX-License-Identifier: GPL-2.0
"""The files that the suite adds to, or changes in, a kernel tree."""

from __future__ import annotations

import fnmatch
import os
from pathlib import Path
from typing import Iterator

OVERLAY_DIRS = (
    "mm/tests",
    "lib/mm_kunit",
    "kunitconfig",
    "tools/testing/kunit/qemu_configs",
)
KCONFIG_LINE = 'source "mm/tests/Kconfig"'
MAKEFILE_LINE = "obj-$(CONFIG_MM_KUNIT) += tests/ ../lib/mm_kunit/"

_LITTER = ("*.pyc", "*~", ".*.sw?", "*.orig", "*.rej", "*.o", ".gitkeep")
_LITTER_DIRS = ("__pycache__",)


def overlay_files(root: Path, kdir: Path) -> dict[str, bytes]:
    """Every file of the overlay for the tree kdir, by path in that tree.

    root is the top of this project. mm/Kconfig and mm/Makefile are the
    tree's own with one line added, so that they follow its version.
    """
    files = own_files(root)
    kconfig, makefile = kdir / "mm/Kconfig", kdir / "mm/Makefile"
    files["mm/Kconfig"] = with_kconfig_line(kconfig.read_text("utf-8")).encode()
    files["mm/Makefile"] = with_makefile_line(makefile.read_text("utf-8")).encode()
    return files


def own_files(root: Path) -> dict[str, bytes]:
    """Those that are the same whatever the tree."""
    return {path: (root / path).read_bytes() for path in own_paths(root)}


def suite_present(kdir: Path) -> bool:
    """Whether the tree carries the suite already, patched or merged."""
    kconfig = kdir / "mm/Kconfig"
    return (kdir / "mm/tests/Kconfig").exists() or (
        kconfig.exists() and _has_line(kconfig.read_text("utf-8"), KCONFIG_LINE)
    )


def with_kconfig_line(text: str) -> str:
    """Put the source line inside the menu, which the last endmenu closes."""
    if _has_line(text, KCONFIG_LINE):
        return text
    head, endmenu, tail = text.rpartition("\nendmenu")
    if not endmenu:
        return f"{text.rstrip()}\n\n{KCONFIG_LINE}\n"
    return f"{head.rstrip()}\n\n{KCONFIG_LINE}\n{endmenu}{tail}"


def with_makefile_line(text: str) -> str:
    if _has_line(text, MAKEFILE_LINE):
        return text
    newline = "" if text.endswith("\n") or not text else "\n"
    return f"{text}{newline}{MAKEFILE_LINE}\n"


def _has_line(text: str, line: str) -> bool:
    return line in (candidate.strip() for candidate in text.splitlines())


def own_paths(root: Path) -> Iterator[str]:
    """The project's own part of the overlay, relative to root."""
    for top in OVERLAY_DIRS:
        for base, dirs, names in os.walk(root / top):
            dirs[:] = sorted(d for d in dirs if d not in _LITTER_DIRS)
            for name in sorted(names):
                if not any(fnmatch.fnmatch(name, pattern) for pattern in _LITTER):
                    yield str((Path(base) / name).relative_to(root))
