# SPDX-License-Identifier: GPL-2.0
"""What the machine must have, and getting it with apt where we may."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Callable, Optional, Sequence

from . import progress
from .errors import CONFIG, Mend
from .platforms import TABLE

_INCLUDE = ("/usr/include", "/usr/local/include", *(str(path) for path in Path("/usr/include").glob("*-linux-gnu")))
_FIRMWARE = ("/usr/share/qemu/qboot.rom", "/usr/share/seabios/qboot.rom", "/usr/local/share/qemu/qboot.rom")


def _command(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


def _header(name: str) -> Callable[[], bool]:
    return lambda: any(Path(base, name).exists() for base in _INCLUDE)


_BUILD: dict[str, Callable[[], bool]] = {
    "gcc": _command("gcc"),
    "libc6-dev": _header("stdio.h"),
    "binutils": _command("ld"),
    "make": _command("make"),
    "flex": _command("flex"),
    "bison": _command("bison"),
    "bc": _command("bc"),
    "perl": _command("perl"),
    "libelf-dev": _header("libelf.h"),
    "libssl-dev": _header("openssl/ssl.h"),
}
_PLATFORM: dict[str, Callable[[], bool]] = {
    "qemu-system-x86": lambda: shutil.which("qemu-system-x86_64") is not None
    and any(Path(path).exists() for path in _FIRMWARE),
    "qemu-system-arm": _command("qemu-system-aarch64"),
    "gcc-aarch64-linux-gnu": _command("aarch64-linux-gnu-gcc"),
}
_UNPACK: dict[str, Callable[[], bool]] = {"xz-utils": _command("xz")}


def missing(platforms: Sequence[str], unpack: bool, llvm: bool = False) -> list[str]:
    """Debian packages that a run on platforms lacks."""
    needed = dict(_BUILD)
    if llvm:
        needed.update({"clang": _command("clang"), "lld": _command("ld.lld"), "llvm": _command("llvm-ar")})
    needed.update({name: _PLATFORM[name] for platform in platforms for name in TABLE[platform].packages})
    if unpack:
        needed.update(_UNPACK)
    return [name for name, present in needed.items() if not present()]


def ensure(names: Sequence[str], install: bool = True) -> None:
    """Install names as root or through sudo; else say the one line to type."""
    if not names:
        return
    line = f"apt-get install -y --no-install-recommends {' '.join(names)}"
    prefix = _privilege() if install and shutil.which("apt-get") else None
    if prefix is None:
        if not shutil.which("apt-get"):
            raise Mend(CONFIG, f"missing: {', '.join(names)} (Debian's package names); install what holds them here")
        raise Mend(CONFIG, f"missing packages; run: {'' if os.geteuid() == 0 else 'sudo '}{line}")
    progress.say(f"installing {' '.join(names)}")
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    command = [*prefix, *line.split()]
    if _quiet(command, env) and _quiet([*prefix, "apt-get", "update"], env) | _quiet(command, env):
        raise Mend(CONFIG, f"installing failed (is there a network?); to see why, run: {' '.join(prefix)} {line}")


def can_install() -> bool:
    return shutil.which("apt-get") is not None and _privilege() is not None


def _privilege() -> Optional[list[str]]:
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and not _quiet(["sudo", "-n", "true"], dict(os.environ)):
        return ["sudo", "-n"]
    return None


def _quiet(command: Sequence[str], env: dict[str, str]) -> int:
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, env=env, check=False).returncode
