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
FLAGS_LINE = "include $(srctree)/lib/mm_kunit/Makefile.zone_device"

_LITTER = ("*.pyc", "*~", ".*.sw?", "*.orig", "*.rej", "*.o", ".gitkeep")
_LITTER_DIRS = ("__pycache__",)


def overlay_files(root: Path, kdir: Path) -> dict[str, bytes]:
    """Every file of the overlay for the tree kdir, by path in that tree.

    root is the top of this project. mm/Kconfig and the Makefiles are the
    tree's own with a line or two added, so that they follow its version.
    """
    files = own_files(root)
    files["mm/Kconfig"] = with_kconfig_line((kdir / "mm/Kconfig").read_text("utf-8")).encode()
    for path, lines in _makefile_lines(kdir).items():
        files[path] = with_lines((kdir / path).read_text("utf-8"), *lines).encode()
    return files


def own_files(root: Path) -> dict[str, bytes]:
    """Those that are the same whatever the tree."""
    return {path: (root / path).read_bytes() for path in own_paths(root)}


def _makefile_lines(kdir: Path) -> dict[str, list[str]]:
    """What Makefiles of the tree are given, by path."""
    lines = {"mm/Makefile": [MAKEFILE_LINE, FLAGS_LINE]}
    resource = kdir / "kernel/resource.c"
    # Before 6.7 this file wants constants that UML lacks, if it is to look
    # for free regions, which device memory selects.
    if resource.is_file() and "#ifdef PA_SECTION_SHIFT" not in resource.read_text("utf-8", "replace"):
        lines["kernel/Makefile"] = [FLAGS_LINE]
    return lines


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


def with_lines(text: str, *lines: str) -> str:
    """Append those of lines that a Makefile lacks."""
    newline = "" if text.endswith("\n") or not text else "\n"
    return text + newline + "".join(f"{line}\n" for line in lines if not _has_line(text, line))


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
