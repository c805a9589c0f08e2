# SPDX-License-Identifier: GPL-2.0
"""What the machine must have, and getting it with apt where we may."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Optional, Sequence

from . import progress
from .errors import CONFIG, Mend
from .platforms import TABLE

_INCLUDE = ("/usr/include", "/usr/local/include", *(str(path) for path in Path("/usr/include").glob("*-linux-gnu")))
_FIRMWARE = ("/usr/share/qemu/qboot.rom", "/usr/share/seabios/qboot.rom", "/usr/local/share/qemu/qboot.rom")


@dataclass(frozen=True)
class Part:
    """What of a package is needed: in words that say something where the
    package has another name, and whether it is there."""

    words: str
    present: Callable[[], bool]


def _command(name: str) -> Part:
    return Part(name, lambda: shutil.which(name) is not None)


def _header(name: str) -> Part:
    return Part(f"the header {name}", lambda: any(Path(base, name).exists() for base in _INCLUDE))


def _pc() -> bool:
    return shutil.which("qemu-system-x86_64") is not None and any(Path(path).exists() for path in _FIRMWARE)


_BUILD = {
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
_PLATFORM = {
    "qemu-system-x86": Part("qemu-system-x86_64 with qboot.rom", _pc),
    "qemu-system-arm": _command("qemu-system-aarch64"),
    "gcc-aarch64-linux-gnu": _command("aarch64-linux-gnu-gcc"),
    "qemu-system-riscv64": _command("qemu-system-riscv64"),
    "gcc-riscv64-linux-gnu": _command("riscv64-linux-gnu-gcc"),
}
_UNPACK = {"xz-utils": _command("xz")}
_LLVM = {"clang": _command("clang"), "lld": _command("ld.lld"), "llvm": _command("llvm-ar")}
GIT = {"git": _command("git")}


def lacking(needed: dict[str, Part]) -> list[str]:
    return [name for name, part in needed.items() if not part.present()]


def missing(platforms: Sequence[str], unpack: bool, llvm: bool = False) -> list[str]:
    """Debian packages that a run on platforms lacks."""
    needed = {**_BUILD, **(_LLVM if llvm else {})}
    needed.update({name: _PLATFORM[name] for platform in platforms for name in TABLE[platform].packages})
    return lacking({**needed, **(_UNPACK if unpack else {})})


def words(names: Sequence[str]) -> list[str]:
    """What the packages are needed for, where nobody knows them by name."""
    known = {**_BUILD, **_PLATFORM, **_UNPACK, **_LLVM, **GIT}
    return [known[name].words if name in known else f"{name} (as Debian calls it)" for name in names]


def how_to_get(*names: str) -> str:
    if has_apt():
        return f"apt-get install {' '.join(names)}"
    return f"install {', '.join(words(names))}"


def ensure(names: Sequence[str], install: bool = True) -> None:
    """Install names as root or through sudo; else say the one line to type."""
    if not names:
        return
    line = f"apt-get install -y --no-install-recommends {' '.join(names)}"
    prefix = _privilege() if install and has_apt() else None
    if prefix is None:
        if not has_apt():
            raise Mend(CONFIG, f"missing: {', '.join(words(names))}; install what holds that here")
        raise Mend(CONFIG, f"missing packages; run: {'' if os.geteuid() == 0 else 'sudo '}{line}")
    progress.say(f"installing {' '.join(names)}")
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    command = [*prefix, *line.split()]
    if _quiet(command, env) and _quiet([*prefix, "apt-get", "update"], env) | _quiet(command, env):
        raise Mend(CONFIG, f"installing failed (is there a network?); to see why, run: {' '.join(prefix)} {line}")


def has_apt() -> bool:
    return shutil.which("apt-get") is not None


def can_install() -> bool:
    return has_apt() and _privilege() is not None


def _privilege() -> Optional[list[str]]:
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and not _quiet(["sudo", "-n", "true"], dict(os.environ)):
        return ["sudo", "-n"]
    return None


def _quiet(command: Sequence[str], env: dict[str, str]) -> int:
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, env=env, check=False).returncode
