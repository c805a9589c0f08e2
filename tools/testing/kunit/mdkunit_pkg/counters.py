# SPDX-License-Identifier: GPL-2.0
"""From the counters in a kernel's log to .gcda files (lib/mm_kunit/coverage.c)."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import Iterable, Optional

from . import errors, ktap
from .errors import Mend

_LINE = re.compile(r"mm_kunit: coverage: (\w+) ?(.*)$")
_MAGIC = 0x67636461
_FUNCTION = 0x01000000
_ARCS = 0x01a10000


@dataclass
class Function:
    """One instrumented function and how often each of its arcs was taken."""

    ident: int
    lineno_checksum: int
    cfg_checksum: int
    number: int
    arcs: list[int] = field(default_factory=list)


@dataclass
class Object:
    """One instrumented object; name is where its .gcda file would go."""

    version: int
    stamp: int
    checksum: int
    number: int
    name: str
    functions: list[Function] = field(default_factory=list)

    @property
    def gcc(self) -> int:
        """The major version, which gcc writes as a letter and a digit."""
        letter, digit = self.version >> 24, self.version >> 16 & 0xff
        return (letter - ord("A")) * 10 + digit - ord("0")


def read(log: Iterable[str]) -> list[Object]:
    """The objects whose counters log holds; none if it holds none at all."""
    found: list[Object] = []
    ended = False
    for raw in log:
        if line := _LINE.match(ktap.strip(raw)[1]):
            try:
                ended = _take(found, line.group(1), line.group(2).split())
            except (ValueError, IndexError) as error:
                raise _lost(f"a line that cannot be read: {line.group(0)}") from error
    if found and not ended:
        raise _lost("no end")
    for one in found:
        if len(one.functions) != one.number:
            raise _lost(f"{len(one.functions)} of {one.number} functions of {one.name}")
        if any(len(function.arcs) != function.number for function in one.functions):
            raise _lost(f"fewer counters than {one.name} has")
    return found


def _take(found: list[Object], kind: str, words: list[str]) -> bool:
    if kind == "object":
        version, stamp, checksum = (int(word, 16) for word in words[:3])
        found.append(Object(version, stamp, checksum, int(words[3]), words[4]))
    elif kind == "function":
        ident, lineno, cfg = (int(word, 16) for word in words[:3])
        found[-1].functions.append(Function(ident, lineno, cfg, int(words[3])))
    elif kind == "arcs":
        found[-1].functions[-1].arcs += [int(word, 16) for word in words]
    return kind == "end"


def _lost(what: str) -> Mend:
    return Mend(errors.HARNESS, f"the counters in the log are damaged ({what}); run it once more")


def write(one: Object, path: Path) -> None:
    """Write the file that gcc's own run-time library would have written."""
    # Lengths are in words up to gcc 11, in bytes from gcc 12 on.
    unit = 4 if one.gcc >= 12 else 1
    words = [_MAGIC, one.version, one.stamp]
    if one.gcc >= 12:
        words.append(one.checksum)
    for function in one.functions:
        words += [_FUNCTION, 3 * unit, function.ident, function.lineno_checksum, function.cfg_checksum]
        words += [_ARCS, 2 * len(function.arcs) * unit]
        for count in function.arcs:
            words += [count & 0xffffffff, count >> 32]
    path.write_bytes(struct.pack(f"<{len(words)}I", *words))


def notes(one: Object) -> Optional[Path]:
    """The .gcno file that the compiler wrote beside the object."""
    path = Path(one.name).with_suffix(".gcno")
    return path if path.is_file() else None
