# SPDX-License-Identifier: GPL-2.0
"""mdkunit patch: the suite as a text diff that patch -p1 applies."""

from __future__ import annotations

import argparse
import difflib
import sys
from pathlib import Path
from typing import Iterator, Optional

from . import run, tree
from .errors import CONFIG, Mend
from .overlay_files import overlay_files, suite_present

_NO_NEWLINE = "\\ No newline at end of file\n"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kdir", metavar="DIR", required=True, type=Path,
                        help="kernel tree that the patch is for; it is only read")


def main(args: argparse.Namespace) -> int:
    root = run.project_root()
    kdir = tree.open_tree(args.kdir).path
    if suite_present(kdir):
        raise Mend(CONFIG, f"{kdir} has the suite already; give a tree without it")
    sys.stdout.write(render(root, kdir))
    return 0


def render(root: Path, kdir: Path) -> str:
    """The whole patch: new files in full, changed ones with context."""
    return "".join(
        "".join(_file_diff(path, _old_text(kdir, path), _text(path, content)))
        for path, content in sorted(overlay_files(root, kdir).items())
    )


def _old_text(kdir: Path, path: str) -> Optional[str]:
    try:
        return _text(path, (kdir / path).read_bytes())
    except FileNotFoundError:
        return None


def _text(path: str, content: bytes) -> str:
    # An empty or a binary file cannot be said in a plain diff, and patch
    # would drop it without a word.
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if not text or "\0" in text:
        raise Mend(CONFIG, f"{path} is empty or no text, so a patch cannot carry it; remove it")
    return text


def _file_diff(path: str, old: Optional[str], new: str) -> Iterator[str]:
    if old == new:
        return
    lines = difflib.unified_diff(
        _lines(old or ""), _lines(new),
        fromfile="/dev/null" if old is None else f"a/{path}", tofile=f"b/{path}")
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n{_NO_NEWLINE}"


def _lines(text: str) -> list[str]:
    # splitlines() would also break at form feeds and the like.
    *whole, rest = text.split("\n")
    return [f"{line}\n" for line in whole] + ([rest] if rest else [])
