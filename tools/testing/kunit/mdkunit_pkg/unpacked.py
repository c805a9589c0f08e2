# SPDX-License-Identifier: GPL-2.0
"""Debian's packages of GNU parallel and Slurm for the tests that start them,
unpacked in the cache and not installed: on nobody's machine does a daemon
start by that, now or with the next boot, and root is not needed."""

from __future__ import annotations

import os
import platform
import shutil
from pathlib import Path
from typing import Optional

from . import apt, cache, errors, fetch, progress
from .errors import Mend

# Programs, each with its package.
PARALLEL = {"parallel": "parallel"}
SLURM = {"sbatch": "slurm-client", "squeue": "slurm-client", "slurmctld": "slurmctld", "slurmd": "slurmd",
         "slurmstepd": "slurmd", "munged": "munge"}
# Debian has daemons where the PATH of users does not lead.
_FOLDERS = ("usr/bin", "usr/sbin", "bin", "sbin")
_LIBRARIES = ("usr/lib/*/slurm-wlm", "usr/lib/*-linux-gnu*")
_RELEASE = Path("/etc/debian_version")


def environment(env: dict[str, str]) -> dict[str, str]:
    """env, in which the programs and their libraries are found; the machine's
    own come first."""
    top = _top()
    folders = [str(top / name) for name in _FOLDERS] if top else []
    libraries = [str(path) for name in _LIBRARIES for path in sorted(top.glob(name))] if top else []
    found = dict(env, PATH=os.pathsep.join([_own_path(env), *folders]))
    if libraries:
        found["LD_LIBRARY_PATH"] = os.pathsep.join(libraries)
    return found


def plugin_dir() -> Optional[Path]:
    """Of the unpacked Slurm; None if there is none."""
    top = _top()
    return next(iter(sorted(top.glob(_LIBRARIES[0]))), None) if top else None


def program(name: str) -> Optional[str]:
    return shutil.which(name, path=environment(dict(os.environ))["PATH"])


def missing(*names: str) -> str:
    """Why a test of these programs is skipped; nothing if it is not."""
    known = {**PARALLEL, **SLURM}
    lacking = [name for name in names if not program(name)]
    if others := [name for name in lacking if name not in known]:
        return f"there is no {', '.join(others)}, and nothing is installed for a test that might start a service"
    packages = sorted({known[name] for name in lacking})
    return f"{', '.join(packages)} missing; mdkunit check gets them, without installing" if packages else ""


def ensure() -> None:
    """Get what the machine lacks; without an archive, tests say what they
    lack."""
    wanted = {**PARALLEL, **SLURM}
    if all(map(program, wanted)):
        return
    names = sorted({package for name, package in wanted.items() if not shutil.which(name, path=_own_path(dict(os.environ)))})
    try:
        top = cache.subdir("engines") / _release()
        with cache.locked(top.with_suffix(".lock"), "the cache of engines"), \
                progress.phase(f"unpack {' '.join(names)}"), fetch.scratch_beside(top) as scratch:
            _unpack(names, scratch)
            shutil.rmtree(top, ignore_errors=True)
            (scratch / "root").rename(top)
    except Mend as error:
        progress.say(f"{error}; tests of mdkunit launch are skipped")


def _unpack(names: list[str], scratch: Path) -> None:
    (scratch / "root").mkdir()
    for deb in apt.download_lacking(names, scratch):
        fetch.extract(deb, scratch / "root")
    # What update-alternatives would link.
    for path in sorted((scratch / "root").glob("usr/*bin/*-wlm")):
        path.with_name(path.name.removesuffix("-wlm")).symlink_to(path.name)


def _own_path(env: dict[str, str]) -> str:
    return os.pathsep.join([env.get("PATH", os.defpath), "/usr/sbin", "/sbin"])


def _release() -> str:
    """Libraries of another release or processor would not do."""
    try:
        return cache.key(_RELEASE.read_text("utf-8"), platform.machine())
    except OSError:
        raise Mend(errors.CONFIG, "this is no Debian; install GNU parallel and Slurm yourself") from None


def _top() -> Optional[Path]:
    """Where it is unpacked, if it is."""
    try:
        top = cache.root() / "engines" / _release()
    except (Mend, OSError):
        return None
    return top if top.is_dir() else None
