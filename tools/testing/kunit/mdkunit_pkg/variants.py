# SPDX-License-Identifier: GPL-2.0
"""Changed copies of kernel files: seeded bugs, and fixes to try.

A patch is a semantic one (.cocci, with a header line that names its file:
"// file: mm/migrate_device.c") or a plain one that patch -p1 takes.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Sequence

from . import packages
from .errors import CONFIG, USAGE, Mend

_HEADER = re.compile(r"^// (\w+): (.*\S)\s*$", re.M)
_DIFF_FILES = re.compile(r"^--- (\S+).*\n\+\+\+ (\S+)", re.M)
_SPATCH_TIMEOUT_S = 120


def apply(patches: list[Path], kdir: Path, dest: Path) -> list[str]:
    """Put changed copies of kdir's files below dest; their paths.

    Later patches see what earlier ones did. kdir is only read.
    """
    changed: dict[str, None] = {}
    for patch in patches:
        paths = _targets(patch)
        before = {path: _fetch(path, kdir, dest) for path in paths}
        if patch.suffix == ".cocci":
            _run_spatch(patch, dest / paths[0])
        else:
            _run_patch(patch, dest)
        moved = [path for path in paths if _content(dest / path) != before[path]]
        if not moved:
            raise Mend(CONFIG, f"{patch} changes nothing in {', '.join(paths)} of this kernel; "
                               "adapt it to the kernel or leave it out")
        changed.update(dict.fromkeys(moved))
    return list(changed)


def ensure_spatch(install: bool) -> None:
    if not shutil.which("spatch"):
        packages.ensure(["coccinelle"], install)


def header_lines(patch: Path) -> list[tuple[str, str]]:
    """The "// key: value" lines of a semantic patch."""
    return _HEADER.findall(_read(patch))


def header(patch: Path) -> dict[str, str]:
    return dict(header_lines(patch))


def _targets(patch: Path) -> list[str]:
    if patch.suffix == ".cocci":
        names = [header(patch).get("file", "")]
        hint = 'a line such as "// file: mm/migrate_device.c" is missing'
    else:
        names = [new if new != "/dev/null" else old for old, new in _DIFF_FILES.findall(_read(patch))]
        names = [name.partition("/")[2] for name in names]
        hint = "it names no file in the form that patch -p1 takes"
    if not names or any(not name or name.startswith("/") or ".." in name.split("/") for name in names):
        raise Mend(USAGE, f"{patch}: {hint}")
    return list(dict.fromkeys(names))


def _read(patch: Path) -> str:
    try:
        return patch.read_text("utf-8", "replace")
    except OSError as error:
        raise Mend(USAGE, f"cannot read the patch {patch}: {error.strerror}; give a path to a "
                          ".cocci or a diff file") from error


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _fetch(path: str, kdir: Path, dest: Path) -> bytes | None:
    source, copy = kdir / path, dest / path
    if not copy.exists() and source.is_file():
        copy.parent.mkdir(parents=True, exist_ok=True)
        # Not copy2: with the tree's old mtime make would see no change.
        shutil.copyfile(source, copy)
    return _content(copy)


def _run_spatch(patch: Path, target: Path) -> None:
    if not target.is_file():
        raise Mend(CONFIG, f"{patch}: this kernel has no {header(patch)['file']}; leave the patch out")
    result = _run(["spatch", "--very-quiet", "--sp-file", str(patch.resolve()), "--in-place", str(target)],
                  "coccinelle")
    if result.returncode:
        raise Mend(CONFIG, f"spatch does not take {patch}: {_last_line(result.stderr)}")


def _run_patch(patch: Path, dest: Path) -> None:
    dest.mkdir(parents=True, exist_ok=True)
    result = _run(["patch", "-p1", "--batch", "--forward", "--no-backup-if-mismatch", "--reject-file=-",
                   "-d", str(dest), "-i", str(patch.resolve())], "patch")
    if result.returncode:
        raise Mend(CONFIG, f"{patch} does not apply to this kernel: {_last_line(result.stdout)}")


def _run(command: Sequence[str], package: str) -> "subprocess.CompletedProcess[str]":
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=_SPATCH_TIMEOUT_S, check=False)
    except FileNotFoundError:
        raise Mend(CONFIG, f"{command[0]} is missing; to get it: {packages.how_to_get(package)}") from None
    except subprocess.TimeoutExpired:
        raise Mend(CONFIG, f"{command[0]} took more than {_SPATCH_TIMEOUT_S} s; simplify the patch") from None


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "it says nothing more"
