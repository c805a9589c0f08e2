# SPDX-License-Identifier: GPL-2.0
"""Lay the suite over a kernel tree without touching the tree."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Iterable, Sequence

from . import farm
from .overlay_files import overlay_files

_MOUNTED = str(Path(__file__).with_name("mounted.py"))


def refresh(root: Path, kdir: Path, dest: Path) -> None:
    """Make dest the overlay for kdir; what is right already keeps its
    mtime, so that make compiles only what changed."""
    write_files(overlay_files(root, kdir), dest)


def write_files(files: dict[str, bytes], dest: Path) -> None:
    wanted = {dest / name for name in files}
    for base, _dirs, names in os.walk(dest):
        for name in names:
            if (path := Path(base) / name) not in wanted:
                path.unlink()
    for name, content in files.items():
        path = dest / name
        if path.is_file() and path.read_bytes() == content:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def unshare_commands() -> list[tuple[str, ...]]:
    """Ways to get a mount namespace, the one that leaves least first."""
    if os.environ.get("MDKUNIT_OVERLAY") == "farm" or not shutil.which("unshare"):
        return []
    user = () if os.geteuid() == 0 else ("--map-root-user",)
    own_pids = ("--pid", "--fork", "--kill-child=KILL", "--mount-proc")
    return [("unshare", "--mount", *user, *more, "--") for more in (own_pids, ())]


@dataclass
class View:
    """A kernel tree as the build sees it: layers over kdir, at path."""

    kdir: Path
    path: Path
    layers: list[Path]
    leftovers: bool = False
    _unshare: tuple[str, ...] = field(init=False, default=())

    @property
    def farmed(self) -> bool:
        return not self._unshare

    def prepare(self) -> None:
        """Choose overlayfs or the farm; the farm is brought up to date."""
        self.path.mkdir(parents=True, exist_ok=True)
        if not self.leftovers:
            self._unshare = next(filter(self._mounts, unshare_commands()), ())
        if self.farmed:
            farm.refresh(self.kdir, self.layers, self.path)
        elif any(self.path.iterdir()):
            # A farm of an earlier run would only cost space under the mount.
            shutil.rmtree(self.path)
            self.path.mkdir()

    def command(self, argv: Iterable[str]) -> list[str]:
        """argv, wrapped so that it finds the tree at self.path."""
        return self._wrapped(self._unshare, argv) if self._unshare else list(argv)

    def _wrapped(self, unshare: Sequence[str], argv: Iterable[str]) -> list[str]:
        lower = [str(layer) for layer in (*self.layers, self.kdir)]
        return [*unshare, sys.executable, "-B", _MOUNTED, str(self.path), *lower, "--", *argv]

    def _mounts(self, unshare: Sequence[str]) -> bool:
        probe = subprocess.run(self._wrapped(unshare, ["true"]), stdin=subprocess.DEVNULL,
                               capture_output=True, check=False)
        return probe.returncode == 0
