# SPDX-License-Identifier: GPL-2.0
"""Run a command with an overlay mounted; started inside a new mount
namespace as: mounted.py TARGET LOWERDIR... -- COMMAND..."""

from __future__ import annotations

import ctypes
import os
import sys

_MS_RDONLY = 1
_FAILED = 125


def escaped(path: str) -> str:
    """A path as overlayfs wants it inside lowerdir=."""
    return "".join("\\" + char if char in "\\:," else char for char in path)


def main(argv: list[str]) -> int:
    split = argv.index("--")
    target, lower = argv[0], argv[1:split]
    options = "lowerdir=" + ":".join(escaped(path) for path in lower)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"mdkunit", os.fsencode(target), b"overlay", _MS_RDONLY, os.fsencode(options)):
        print(f"mdkunit: overlayfs: {os.strerror(ctypes.get_errno())}", file=sys.stderr)
        return _FAILED
    os.execvp(argv[split + 1], argv[split + 1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
