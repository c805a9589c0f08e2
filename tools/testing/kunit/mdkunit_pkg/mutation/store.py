# SPDX-License-Identifier: GPL-2.0
"""Results of a campaign: lines of JSON, each written at once and whole."""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path
from typing import Any, Iterable

from .. import errors
from ..errors import Mend

Record = dict[str, Any]
_FIELDS = ("schema", "suite", "platform", "kernel", "id", "path", "function", "line", "operator", "result", "by")


class Store:
    """Adds to a file that other campaigns may add to as well."""

    def __init__(self, path: Path) -> None:
        self.path = path
        _mend(path)
        self._out = open(path, "ab", buffering=0)

    def add(self, record: Record) -> None:
        line = (json.dumps(record) + "\n").encode()
        fcntl.flock(self._out, fcntl.LOCK_EX)
        try:
            self._out.write(line)
        finally:
            fcntl.flock(self._out, fcntl.LOCK_UN)

    def close(self) -> None:
        self._out.close()


def _mend(path: Path) -> None:
    """Cut off a line that a full disk or a crash left unfinished."""
    if not path.exists():
        return
    data = path.read_bytes()
    whole = data.rfind(b"\n") + 1
    if whole != len(data):
        os.truncate(path, whole)


def read(paths: Iterable[Path]) -> list[Record]:
    """All records of all files, oldest first."""
    found: list[Record] = []
    for path in paths:
        try:
            lines = path.read_text("utf-8").split("\n")
        except OSError as error:
            raise Mend(errors.USAGE, f"cannot read {path}: {error.strerror}; "
                                     "give files that --results wrote") from error
        for number, line in enumerate(lines[:-1], 1):
            try:
                record = json.loads(line)
            except ValueError:
                record = None
            if not isinstance(record, dict) or not all(name in record for name in _FIELDS):
                raise Mend(errors.USAGE, f"{path}:{number} is no result of a campaign; give files that --results wrote")
            found.append(record)
    return found
