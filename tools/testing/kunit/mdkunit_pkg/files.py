# SPDX-License-Identifier: GPL-2.0
"""Files that others read: whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from . import errors
from .errors import Mend


def check(option: str, path: Path) -> None:
    """Say before the work, not after it, that path cannot be written."""
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise Mend(errors.USAGE, f"{option} {path} is no file in a directory that is there")


def write(path: Path, text: str) -> None:
    """A link stays one, and what is no file, such as /dev/stdout, as it is."""
    if path.exists() and not path.is_file():
        path.write_text(text, "utf-8")
        return
    path = path.resolve()
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        partial.write_text(text, "utf-8")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
