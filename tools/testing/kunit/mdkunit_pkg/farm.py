# SPDX-License-Identifier: GPL-2.0
"""A tree of symlinks that looks like a kernel tree with layers on top,
for machines that refuse overlayfs and for trees built in place."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Iterator, Sequence

# kunit.py changes to the directory of its own real path.
_COPIED = "tools/testing/kunit"
_SKIPPED_DIRS = (".git", "include/config", "include/generated")
_SKIPPED_FILES = (".config", ".config.old", "Module.symvers", "System.map", "vmlinux")


def refresh(kdir: Path, layers: Sequence[Path], dest: Path) -> None:
    """Bring dest up to date; entries that are right stay as they are."""
    wanted: dict[str, Path] = dict(_sources(kdir))
    for layer in reversed(layers):
        for base, _dirs, names in os.walk(layer):
            for name in names:
                path = Path(base) / name
                wanted[str(path.relative_to(layer))] = path
    _drop_unwanted(dest, wanted)
    made: set[str] = set()
    for name, source in wanted.items():
        target = dest / name
        parent = os.path.dirname(name)
        if parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(parent)
        if name.startswith(_COPIED + "/"):
            _copy(source, target)
        else:
            _link(source, target)


def has_leftovers(kdir: Path) -> bool:
    """Whether a build in the tree itself makes kbuild refuse O=."""
    if (kdir / ".config").exists() or (kdir / "include/config").is_dir():
        return True
    return any(kdir.glob("arch/*/include/generated"))


def _sources(kdir: Path) -> Iterator[tuple[str, Path]]:
    """Files of the tree less what a build left: kbuild writes .X.cmd
    beside each X that it makes, and make would find such an X by VPATH."""
    for base, dirs, names in os.walk(kdir):
        where = os.path.relpath(base, kdir)
        prefix = "" if where == "." else where + "/"
        links = [name for name in dirs if os.path.islink(os.path.join(base, name))]
        dirs[:] = [name for name in dirs if name not in links and not _generated_dir(prefix + name)]
        known = set(names)
        for name in names + links:
            if _is_source(prefix, name, known):
                yield prefix + name, Path(base) / name


def _generated_dir(name: str) -> bool:
    return name in _SKIPPED_DIRS or (name.startswith("arch/") and name.endswith("/include/generated"))


def _is_source(prefix: str, name: str, known: set[str]) -> bool:
    if not prefix and name in _SKIPPED_FILES:
        return False
    if name.endswith((".o", ".a", ".ko")) or (name.startswith(".") and name.endswith((".cmd", ".d"))):
        return False
    return f".{name}.cmd" not in known


def _link(source: Path, target: Path) -> None:
    # A relative link of the tree's own keeps its meaning in the farm.
    text = os.readlink(source) if source.is_symlink() else str(source)
    try:
        if os.readlink(target) == text:
            return
        target.unlink()
    except FileNotFoundError:
        pass
    except OSError:
        target.unlink()
    os.symlink(text, target)


def _copy(source: Path, target: Path) -> None:
    if target.is_symlink():
        target.unlink()
    elif target.is_file() and target.read_bytes() == source.read_bytes():
        return
    shutil.copyfile(source, target)


def _drop_unwanted(dest: Path, wanted: dict[str, Path]) -> None:
    for base, dirs, names in os.walk(dest, topdown=False):
        where = os.path.relpath(base, dest)
        prefix = "" if where == "." else where + "/"
        links = [name for name in dirs if os.path.islink(os.path.join(base, name))]
        for name in names + links:
            if prefix + name not in wanted:
                os.unlink(os.path.join(base, name))
        if prefix and not os.listdir(base):
            os.rmdir(base)
