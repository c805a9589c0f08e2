# SPDX-License-Identifier: GPL-2.0
"""mutations.list: which one-line change to the kernel makes which case fail."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .errors import CONFIG, Mend

# What the names of the patches begin with, in the order of a migration.
PHASES = ("collect", "unmap", "insert", "finalize")


@dataclass(frozen=True)
class Entry:
    """One line: a case, where it was tried, and the patch that kills it."""

    case: str
    kernels: tuple[str, ...]
    platforms: tuple[str, ...]
    patch: str


def directory(root: Path) -> Path:
    return root / "tools/testing/kunit/mutations"


def read(root: Path) -> list[Entry]:
    path = directory(root).with_suffix(".list")
    entries = []
    for number, line in enumerate(path.read_text("utf-8").splitlines() if path.is_file() else [], 1):
        if line.startswith("#") or not line:
            continue
        fields = line.split("\t")
        if len(fields) != 4:
            raise Mend(CONFIG, f"{path.name}:{number} has {len(fields)} fields; give case, kernels, platforms and "
                               "patch with tabs in between")
        entries.append(Entry(fields[0], tuple(fields[1].split(",")), tuple(fields[2].split(",")), fields[3]))
    return entries


def sample(entries: list[Entry], platform: str, kernel: str) -> dict[str, set[str]]:
    """A patch of each phase, the one that the fewest cases see, and these
    cases: what is seen by many rows would be seen by a broken one as well."""
    tried: dict[str, set[str]] = {}
    for entry in entries:
        if platform in entry.platforms and kernel in entry.kernels:
            tried.setdefault(entry.patch, set()).add(entry.case)
    chosen = {}
    for phase in PHASES:
        names = sorted((name for name in tried if name.startswith(f"{phase}_")),
                       key=lambda name: (len(tried[name]), name))
        chosen.update({name: tried[name] for name in names[:1]})
    return chosen
