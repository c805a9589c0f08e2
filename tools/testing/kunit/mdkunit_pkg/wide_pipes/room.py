# SPDX-License-Identifier: GPL-2.0
"""Pipes that hold the whole log of a kernel whose reader is late."""

import contextlib
import fcntl
from typing import IO, Any

# Linux's own number; the module has a name for it from Python 3.10 on.
_F_SETPIPE_SZ = 1031
# The largest that anybody may have.
_SIZE = 1 << 20


def widen(pipe: IO[Any]) -> None:
    """A pipe that is refused so much stays as it is."""
    with contextlib.suppress(OSError):
        fcntl.fcntl(pipe, _F_SETPIPE_SZ, _SIZE)
