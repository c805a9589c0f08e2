# SPDX-License-Identifier: GPL-2.0
"""The semantic patches that the suite is tried on, and what their headers say.

regressions/ holds bugs that public history had and mended, mutations/ smaller
changes, each one way to break a clause.
"""

from __future__ import annotations

import fnmatch
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Sequence

from . import variants
from .errors import USAGE, Mend
from .platforms import PLATFORMS, TABLE

REGRESSIONS, MUTATIONS = "regressions", "mutations"
_ANY = ("what", "since", "file")
NEEDED = {REGRESSIONS: (*_ANY, "symptom", "reverts"), MUTATIONS: _ANY}
_MAYBE = ("until", "visible", "config", "unseen")
OPTIONAL = {REGRESSIONS: (*_MAYBE, "check", "behind"), MUTATIONS: (*_MAYBE, "seen")}
# The one key that a header may have more than once.
_REPEATED = "seen"


@dataclass(frozen=True)
class Bug:
    """One patch; visible names the platforms on which a case must fail, config
    the fragments that it takes, unseen says why no case can, behind which of our
    fixes shows it, seen which cases did fail where, as (platform, kernel, case)."""

    path: Path
    what: str
    reverts: str
    since: tuple[int, ...]
    until: tuple[int, ...]
    visible: tuple[str, ...]
    config: tuple[str, ...]
    unseen: str
    check: bool
    behind: str
    seen: frozenset[tuple[str, str, str]]

    @property
    def name(self) -> str:
        return self.path.stem

    def hidden(self, platform: str, fragments: Sequence[str]) -> str:
        """Why no case can see it there, if so."""
        if self.unseen or platform not in self.visible:
            return self.unseen or f"it is not said to be visible on {platform}"
        there = (*fragments, *TABLE[platform].built_in)
        lacking = [name for name in self.config if name not in there]
        return f"needs {' '.join(f'--config {name}' for name in lacking)}" if lacking else ""

    def applies(self, kernel: str) -> bool:
        return self.since <= series(kernel) < self.until

    def cases(self, platform: str, kernel: str) -> set[str]:
        """Those that failed there."""
        return {case for at, on, case in self.seen if (at, on) == (platform, kernel)}


def directory(root: Path, kind: str = REGRESSIONS) -> Path:
    return root / "tools/testing/kunit" / kind


def series(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:2])


def newest_first(cell: tuple[str, ...]) -> tuple[object, ...]:
    """What (kernel, platform, *fragments) are sorted by: the newest kernel
    first, the cell without fragments before others."""
    return [-part for part in series(cell[0])], PLATFORMS.index(cell[1]), cell[2:]


def read(root: Path, kind: str = REGRESSIONS) -> list[Bug]:
    return [bug(path, kind) for path in sorted(directory(root, kind).glob("*.cocci"))]


def bug(path: Path, kind: str = REGRESSIONS) -> Bug:
    """Read a header, or say what is wrong with it."""
    lines = variants.header_lines(path)
    header = dict(lines)
    faults = _faults([key for key, _value in lines], kind)
    visible, config = (tuple(header.get(key, "").replace(",", " ").split()) for key in ("visible", "config"))
    if bool(visible) == bool(header.get("unseen")) or any(name not in PLATFORMS for name in visible):
        faults.append("must give either the platforms on which it is visible "
                      f"({', '.join(PLATFORMS)}) or the reason why it is unseen")
    if faults:
        raise Mend(USAGE, f"{path}: the header {'; '.join(faults)}")
    seen = frozenset(sighting for key, value in lines if key == _REPEATED for sighting in _sightings(path, value))
    return Bug(path, header["what"], header.get("reverts", ""), series(header["since"]),
               series(header["until"]) if "until" in header else (1 << 30,), visible,
               config, header.get("unseen", ""), header.get("check") == "yes", header.get("behind", ""), seen)


def _faults(keys: list[str], kind: str) -> list[str]:
    known = (*NEEDED[kind], *OPTIONAL[kind])
    lists = {"lacks {}": [key for key in NEEDED[kind] if key not in keys],
             "has {}, which nothing reads": [key for key in keys if key not in known],
             "has {} twice": [key for key in dict.fromkeys(keys) if key != _REPEATED and keys.count(key) > 1]}
    return [text.format(", ".join(names)) for text, names in lists.items() if names]


def _sightings(path: Path, value: str) -> list[tuple[str, str, str]]:
    """"um:7.3, x86_64:7.3 suite.case" as triples."""
    *cells, case = value.replace(",", " ").split()
    pairs = [cell.partition(":") for cell in cells]
    if not pairs or "." not in case or any(at not in PLATFORMS or not on for at, _colon, on in pairs):
        raise Mend(USAGE, f"{path}: \"seen: {value}\" does not name a case and where it failed, as in "
                          "\"um:7.3, x86_64:6.1 suite.case.row\"")
    return [(at, on, case) for at, _colon, on in pairs]


def chosen(bugs: list[Bug], names: list[str]) -> list[Bug]:
    """Those that names (globs) select, all without any."""
    for name in names:
        if not any(fnmatch.fnmatchcase(one.name, name) for one in bugs):
            raise Mend(USAGE, f"there is no patch {name} in {bugs[0].path.parent if bugs else 'an empty directory'}")
    return [one for one in bugs if not names or any(fnmatch.fnmatchcase(one.name, name) for name in names)]
