# SPDX-License-Identifier: GPL-2.0
"""The semantic patches in regressions/: bugs that public history had and mended."""

from __future__ import annotations

import fnmatch
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Sequence

from . import variants
from .checkers import PLATFORMS
from .errors import USAGE, Mend

NEEDED = ("what", "symptom", "reverts", "since", "file")
OPTIONAL = ("until", "visible", "config", "unseen", "check")


@dataclass(frozen=True)
class Bug:
    """One patch; visible names the platforms on which a case must fail, config
    the fragments that UML needs for it, unseen says why no case can."""

    path: Path
    what: str
    reverts: str
    since: tuple[int, ...]
    until: tuple[int, ...]
    visible: tuple[str, ...]
    config: tuple[str, ...]
    unseen: str
    check: bool

    @property
    def name(self) -> str:
        return self.path.stem

    def hidden(self, platform: str, fragments: Sequence[str]) -> str:
        """Why no case can see it there, if so."""
        if self.unseen or platform not in self.visible:
            return self.unseen or f"nothing that {platform} has would show it"
        lacking = [name for name in self.config if platform == "um" and name not in fragments]
        return f"needs {' '.join(f'--config {name}' for name in lacking)}" if lacking else ""

    def applies(self, kernel: str) -> bool:
        return self.since <= series(kernel) <= self.until


def directory(root: Path) -> Path:
    return root / "tools/testing/kunit/regressions"


def series(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:2])


def read(root: Path) -> list[Bug]:
    return [bug(path) for path in sorted(directory(root).glob("*.cocci"))]


def bug(path: Path) -> Bug:
    """Read a header, or say what is wrong with it."""
    header = variants.header(path)
    lacking = [key for key in NEEDED if not header.get(key)]
    strange = [key for key in header if key not in (*NEEDED, *OPTIONAL)]
    if lacking or strange:
        raise Mend(USAGE, f"{path}: the header " + "; ".join(filter(None, (
            lacking and f"lacks {', '.join(lacking)}", strange and f"has {', '.join(strange)}, which nothing reads"))))
    visible, config = (tuple(header.get(key, "").replace(",", " ").split()) for key in ("visible", "config"))
    if bool(visible) == bool(header.get("unseen")) or any(name not in PLATFORMS for name in visible):
        raise Mend(USAGE, f"{path}: give either the platforms on which it is visible ({', '.join(PLATFORMS)}) "
                          "or the reason why it is unseen")
    return Bug(path, header["what"], header["reverts"], series(header["since"]),
               series(header["until"]) if "until" in header else (1 << 30,), visible,
               config, header.get("unseen", ""), header.get("check") == "yes")


def chosen(bugs: list[Bug], names: list[str]) -> list[Bug]:
    """Those that names (globs) select, all without any."""
    for name in names:
        if not any(fnmatch.fnmatchcase(one.name, name) for one in bugs):
            raise Mend(USAGE, f"there is no regression {name}; see tools/testing/kunit/regressions")
    return [one for one in bugs if not names or any(fnmatch.fnmatchcase(one.name, name) for name in names)]
