# SPDX-License-Identifier: GPL-2.0
"""A root file system of a few files, in the form that the kernel unpacks:
cpio's "newc". cpio itself would need root to make a device node."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from typing import Iterable

_MAGIC = "070701"
_TRAILER = "TRAILER!!!"
# The kernel wants what comes in one piece to be a multiple of this.
_BLOCK = 512


@dataclass(frozen=True)
class Entry:
    """A file, a directory, or a node, by its type in mode."""

    name: str
    mode: int
    content: bytes = b""
    # Major and minor number.
    device: tuple[int, int] = (0, 0)


def file(name: str, content: bytes, executable: bool = False) -> Entry:
    return Entry(name, stat.S_IFREG | (0o755 if executable else 0o644), content)


def directory(name: str) -> Entry:
    return Entry(name, stat.S_IFDIR | 0o755)


def character_device(name: str, major: int, minor: int) -> Entry:
    return Entry(name, stat.S_IFCHR | 0o600, device=(major, minor))


def pack(entries: Iterable[Entry]) -> bytes:
    """The same bytes for the same entries: no times, no owners."""
    parts = [_member(number, one) for number, one in enumerate(entries, 1)]
    whole = b"".join([*parts, _member(0, Entry(_TRAILER, 0))])
    return whole + bytes(-len(whole) % _BLOCK)


def _member(number: int, entry: Entry) -> bytes:
    name = entry.name.encode() + b"\0"
    links = 2 if stat.S_ISDIR(entry.mode) else 1
    fields = (number, entry.mode, 0, 0, links, 0, len(entry.content), 0, 0, *entry.device, len(name), 0)
    head = _MAGIC.encode() + "".join(f"{field:08X}" for field in fields).encode() + name
    return _aligned(head) + _aligned(entry.content)


def _aligned(data: bytes) -> bytes:
    return data + bytes(-len(data) % 4)
