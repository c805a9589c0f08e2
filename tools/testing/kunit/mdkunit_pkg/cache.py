# SPDX-License-Identifier: GPL-2.0
"""The cache directory and the locks on what lies in it."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
from pathlib import Path
from typing import Iterator, TextIO

from . import progress
from .errors import CONFIG, Mend

# Its folders; the manual page and mdkunit clean say what they are.
FOLDERS = {
    "trees": "kernel sources that Debian offers",
    "deb": "packages of kernel sources, until they are unpacked",
    "build": "a build directory for each tree, platform, set of fragments and compiler",
    "check": "logs of mdkunit check",
    "regressions": "results and logs of mdkunit regressions",
    "coverage": "annotated sources of mdkunit coverage",
    "mutants": "results of mdkunit mutants and peer",
    "cells": "results of cells, and their logs",
    "presubmit": "clones to check commits out in, and what the suite said of these",
    "series": "trees that mdkunit series made its patches of",
    "docs": "the pages of mdkunit docs",
    "times": "how long work took the last time",
    "herd": "herd7, for mdkunit litmus",
    "engines": "GNU parallel and Slurm, for tests of mdkunit launch",
    "apt": "what Debian offers, as a state of apt's",
    "apt-all": "what all suites of Debian offer",
    "apt-own": "what the suites that the machine is set up with offer",
    "apt-sid": "what sid offers",
}


def root() -> Path:
    """The cache directory, made if it is not there."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    path = Path(base).absolute() / "mdkunit"
    if any(char.isspace() or char in ":,\\'\"$#" for char in str(path)):
        # make and overlayfs take these characters for separators.
        raise Mend(CONFIG, f"the cache directory {path} has a blank or one of :,\\'\"$# in its "
                           "name; point XDG_CACHE_HOME to a plain one")
    path.mkdir(parents=True, exist_ok=True)
    return path


def subdir(name: str, *parts: str) -> Path:
    """A folder that is there, of those that users are told of."""
    path = root().joinpath(name, *parts)
    assert name in FOLDERS, name
    path.mkdir(parents=True, exist_ok=True)
    return path


def key(*parts: str) -> str:
    """A short stable name for what parts describe."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:10]


@contextlib.contextmanager
def locked(path: Path, what: str, wait: bool = True) -> Iterator[None]:
    """Hold path's lock; the kernel drops it even if we are killed."""
    with _opened(path) as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            holder = handle.read().strip() or "another mdkunit"
            if not wait:
                raise Mend(CONFIG, f"{what} is in use by {holder}; wait for it or leave out --no-wait") from None
            progress.say(f"{what} is in use by {holder}; waiting")
            fcntl.flock(handle, fcntl.LOCK_EX)
        if not _is_still(path, handle):
            # mdkunit clean removed it while we waited: others lock a new one.
            with locked(path, what, wait):
                yield
            return
        handle.seek(0)
        handle.truncate()
        handle.write(f"mdkunit (process {os.getpid()})\n")
        handle.flush()
        yield


def _opened(path: Path) -> TextIO:
    while True:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return open(path, "a+", encoding="utf-8")
        except FileNotFoundError:
            pass  # its directory was removed in between


def _is_still(path: Path, handle: TextIO) -> bool:
    try:
        return os.path.samestat(os.stat(path), os.fstat(handle.fileno()))
    except FileNotFoundError:
        return False
