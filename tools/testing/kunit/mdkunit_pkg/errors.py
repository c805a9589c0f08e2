# SPDX-License-Identifier: GPL-2.0
"""Exit codes and the one exception that reaches the user."""

from __future__ import annotations

import errno

PASSED = 0
FAILED = 1
USAGE = 2
CONFIG = 3
BUILD = 4
HARNESS = 5
# What a test of the kernel's own says when it could not run: litmus only.
SKIPPED = 4


class Mend(Exception):
    """What is wrong and how to mend it, on one line, with the exit code."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(" ".join(text.split()))
        self.code = code


def from_oserror(error: OSError) -> Mend:
    """Turn a failed file operation into a line that a user can act on."""
    where = error.filename or "the cache"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Mend(CONFIG, "the disk is full; free some space, or point "
                            "XDG_CACHE_HOME to a bigger disk (mdkunit clean shows the cache's size)")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Mend(CONFIG, f"no permission for {where}; make it writable or set XDG_CACHE_HOME")
    return Mend(CONFIG, f"{where}: {error.strerror or error}")
