# SPDX-License-Identifier: GPL-2.0
"""Standard output, which somebody may stop reading, as head(1) does."""

from __future__ import annotations

import io
import os
import signal
import sys
from argparse import Namespace
from typing import NoReturn

# Options that have something written besides what is printed.
_WRITTEN = ("json", "junit", "mutants", "out", "results", "survivors", "svg", "html", "into")


class Gone(BaseException):
    """Nobody reads, and nothing else is to come of the work. As with an
    interrupt, what was started is ended on the way out."""


class Output(io.TextIOWrapper):
    """gone tells that nobody reads; goes_on, that the work is to be done
    all the same."""

    gone = False
    goes_on = False

    def write(self, text: str) -> int:
        try:
            return super().write(text)
        except BrokenPipeError:
            self._lose()
            return len(text)

    def flush(self) -> None:
        try:
            super().flush()
        except BrokenPipeError:
            self._lose()

    def _lose(self) -> None:
        self.gone = True
        # What is still in the buffer has to go somewhere.
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, self.fileno())
        os.close(null)
        if not self.goes_on:
            raise Gone


def watch() -> Output:
    """Put an Output in the place of sys.stdout, which a shell may have
    closed."""
    old = sys.stdout
    sys.stdout = found = Output(old.buffer, old.encoding, old.errors, line_buffering=True) if old else \
        Output(open(os.devnull, "wb"), "utf-8", line_buffering=True)
    return found


def wanted_for(args: Namespace) -> None:
    """Go on without a reader where a file is to be written."""
    if isinstance(sys.stdout, Output):
        sys.stdout.goes_on = any(getattr(args, name, None) for name in _WRITTEN)


def die() -> NoReturn:
    """As the system would have had it: other programs know that ending."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGPIPE)
    sys.exit(128 + signal.SIGPIPE)
