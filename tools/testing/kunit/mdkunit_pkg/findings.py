# SPDX-License-Identifier: GPL-2.0
"""What a lint check reports, and the files that it looks at."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

SUITE_DIRS = ("mm/tests/", "lib/mm_kunit/")


@dataclass(frozen=True)
class Finding:
    path: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


@dataclass(frozen=True)
class Source:
    path: str
    text: str

    def find(self, line: int, text: str) -> Finding:
        return Finding(self.path, line, text)


def sources(root: Path) -> list[Source]:
    """The project's text files; what git ignores is left out."""
    found = []
    for path in _paths(root):
        try:
            found.append(Source(path, (root / path).read_text("utf-8")))
        except (UnicodeDecodeError, FileNotFoundError):
            continue
    return found


def suite_c(files: list[Source]) -> list[Source]:
    return [file for file in files if file.path.startswith(SUITE_DIRS) and file.path.endswith((".c", ".h"))]


def _paths(root: Path) -> list[str]:
    try:
        listed = subprocess.run(["git", "-C", str(root), "ls-files", "-co", "--exclude-standard", "-z"],
                                capture_output=True, text=True, check=True).stdout
        return sorted(filter(None, listed.split("\0")))
    except (OSError, subprocess.CalledProcessError):
        return sorted(str((Path(base) / name).relative_to(root)) for base, dirs, names in os.walk(root)
                      for name in names if "__pycache__" not in base and "/.git/" not in f"{base}/")
