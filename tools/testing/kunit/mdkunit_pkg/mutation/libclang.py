# SPDX-License-Identifier: GPL-2.0
"""clang's parser through the Python bindings that Debian packages."""

from __future__ import annotations

import ctypes
import importlib
import re
import shlex
import sys
from pathlib import Path
from typing import Any, Iterator

PACKAGE = "python3-clang-19"
_BINDINGS = "/usr/lib/python3/dist-packages"
_LIBRARY = "/usr/lib/llvm-19/lib/libclang-19.so.1"
# What decides how a source reads; the rest is about code, and gcc's own.
_TAKES_VALUE = ("-I", "-D", "-U", "-include", "-iquote", "-isystem")
_KEPT = re.compile(r"-(I|D|U|iquote|isystem|std=|nostdinc|m64|fshort-wchar|fms-extensions|funsigned-char)")


def available() -> bool:
    return Path(_BINDINGS, "clang/cindex.py").exists() and Path(_LIBRARY).exists()


def load() -> Any:
    """The module clang.cindex, ready for use."""
    # Behind everything else: only the bindings are wanted from there.
    sys.path.append(_BINDINGS)
    cindex = importlib.import_module("clang.cindex")
    if not cindex.Config.loaded:
        cindex.Config.set_library_file(_LIBRARY)
    return cindex


def arguments(command: str) -> list[str]:
    """What of a gcc command matters to a parser."""
    words = shlex.split(command)
    kept: list[str] = []
    for number, word in enumerate(words):
        if word in _TAKES_VALUE:
            kept += [word, words[number + 1]]
        elif number and _KEPT.match(word) and words[number - 1] not in _TAKES_VALUE:
            kept.append(word)
    return [*kept, "-w", "-ferror-limit=0"]


class Unit:
    """One parsed source, with the places of its nodes in the text of path."""

    def __init__(self, source: str, command: str, path: str) -> None:
        self.cindex = load()
        self._library = self.cindex.conf.lib
        self.unit = self.cindex.Index.create().parse(source, arguments(command))
        self.path = path
        data = Path(path).read_bytes()
        self.text = data.decode("utf-8")
        self._same: dict[int, bool] = {}
        # clang counts bytes.
        self._wide = [at for at, byte in enumerate(data) if byte & 0xc0 == 0x80]

    def errors(self) -> list[str]:
        return [str(one) for one in self.unit.diagnostics if one.severity >= 3]

    def functions(self) -> Iterator[Any]:
        """Definitions of functions in path."""
        kinds = self.cindex.CursorKind
        for cursor in self.unit.cursor.get_children():
            if cursor.kind == kinds.FUNCTION_DECL and cursor.is_definition() and self._in_path(cursor):
                yield cursor

    def _in_path(self, cursor: Any) -> bool:
        file = cursor.location.file
        return file is not None and Path(file.name).resolve() == Path(self.path).resolve()

    def span(self, cursor: Any) -> tuple[int, int]:
        """From where to where cursor stands in the text; what a macro made
        stands where the macro is called, its arguments where they are.
        (0, 0) if that is not in path."""
        extent = cursor.extent
        start, end = self._offset(extent.start), self._offset(extent.end)
        return (start, end) if 0 < start < end else (0, 0)

    def place(self, cursor: Any) -> tuple[int, int, int]:
        """Where cursor begins, where its name is, and where it ends."""
        start, end = self.span(cursor)
        return start, self._offset(cursor.location), end

    def _offset(self, location: Any) -> int:
        file, offset = self.cindex.c_object_p(), ctypes.c_uint()
        self._library.clang_getFileLocation(location, ctypes.byref(file), None, None, ctypes.byref(offset))
        if not file or not self._is_path(file):
            return 0
        at = offset.value
        return at - sum(wide < at for wide in self._wide)

    def _is_path(self, file: Any) -> bool:
        key = ctypes.addressof(file.contents)
        if key not in self._same:
            self._same[key] = Path(self.cindex.File(file).name).resolve() == Path(self.path).resolve()
        return self._same[key]
