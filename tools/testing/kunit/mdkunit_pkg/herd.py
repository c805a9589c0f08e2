# SPDX-License-Identifier: GPL-2.0
"""herd7, the simulator of memory models, without installing it.

Debian has it in sid only, linked to sid's libc: its packages are unpacked
in the cache and it is run by the dynamic linker that came along.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Sequence

from . import apt, cache, errors, fetch, progress
from .errors import Mend

# What is wanted, and what it is linked with.
PACKAGE = "herdtools7"
_PACKAGES = (PACKAGE, "libc6", "libgmp10")
# The linux-kernel.bell of 7.x does without what older ones asked for.
_OLDEST = (7, 58)
_LIMIT_S = 300


class Unavailable(Mend):
    """herd7 can be neither found nor fetched on this machine."""

    def __init__(self, text: str) -> None:
        super().__init__(errors.SKIPPED, text)


def command() -> list[str]:
    """What runs herd7: the machine's own if it is new enough."""
    if own := _own():
        return own
    top = _top()
    with cache.locked(top.with_suffix(".lock"), "herd7"):
        if not top.is_dir():
            _get(top)
    loaders = sorted(top.glob("usr/lib/*/ld-linux*.so.*"))
    if not loaders:
        raise Unavailable("sid's libc6 brings no dynamic linker for this machine")
    found = [str(loaders[0]), "--library-path", str(loaders[0].parent), str(top / "usr/bin/herd7"),
             "-set-libdir", str(top / "usr/share/herdtools7/herd")]
    if _version(found) < _OLDEST:
        raise Unavailable("herd7 from Debian sid does not run on this machine")
    return found


def is_here() -> bool:
    """Whether command() has nothing to fetch."""
    return bool(_own()) or _top().is_dir()


def observe(herd: Sequence[str], model: Path, files: Sequence[Path]) -> dict[str, str]:
    """Never, Sometimes or Always for each test that herd7 could run in the
    memory model of a kernel (its tools/memory-model)."""
    if not (model / "linux-kernel.cfg").is_file():
        raise Mend(errors.CONFIG, f"there is no linux-kernel.cfg in {model}; give --kdir a complete source tree")
    try:
        done = subprocess.run([*herd, "-I", str(model), "-conf", str(model / "linux-kernel.cfg"), *map(str, files)],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=_LIMIT_S)
    except subprocess.TimeoutExpired:
        raise Mend(errors.FAILED, f"herd7 takes more than {_LIMIT_S} s; run single files to see which") from None
    for line in done.stderr.splitlines():
        progress.say(f"herd7: {line}")
    return dict(re.findall(r"^Observation (\S+) (\w+) ", done.stdout, re.M))


def _version(herd: Sequence[str]) -> tuple[int, ...]:
    done = subprocess.run([*herd, "-version"], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    match = re.match(r"(\d+)\.(\d+)", done.stdout)
    return tuple(int(part) for part in match.groups()) if match else (0,)


def _own() -> list[str]:
    """The machine's, if it is new enough."""
    own = shutil.which("herd7")
    return [own] if own and _version([own]) >= _OLDEST else []


def _top() -> Path:
    return cache.root() / "herd"


def _get(top: Path) -> None:
    try:
        with progress.phase("get herd7 from Debian sid"), fetch.scratch_beside(top) as scratch:
            for deb in apt.download_latest(_PACKAGES, "sid", scratch):
                fetch.extract(deb, scratch / "root")
            (scratch / "root").rename(top)
    except Mend as error:
        raise Unavailable(str(error)) from error
