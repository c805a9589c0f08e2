# SPDX-License-Identifier: GPL-2.0
"""What the suite found, from the pages about it."""

from __future__ import annotations

from pathlib import Path

from .html import row, section, table, tag, text

FINDS = "Documentation/mdkunit/finds"


def finds(root: Path) -> str:
    pages = [path for path in sorted((root / FINDS).glob("*.rst")) if path.stem != "index"]
    rows = [row([tag("code", text(path.stem)), text(title(path.read_text("utf-8")))]) for path in pages]
    return section("finds", f"{len(pages)} finds", table(["page", "what"], rows, "prose")) if pages else ""


def title(page: str) -> str:
    """The first line that is underlined."""
    lines = page.splitlines()
    for line, below in zip(lines, lines[1:]):
        if line.strip() and len(below) >= 3 and len(set(below)) == 1 and below[0] in "=-~":
            return line.strip()
    return ""
