# SPDX-License-Identifier: GPL-2.0
"""What users rely on: their trees stay as they are, and the patch works
without any tool of ours."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from . import fetch, overlay_files
from .check_steps import LIMIT_S, Context, Tally, call
from .errors import FAILED, Mend

# ctime moves with every change, and nobody can set it back.
_Stamp = tuple[int, int, int, int, int]


class Watch:
    """Compares the trees before all runs and after them."""

    def __init__(self, kernels: list[str]) -> None:
        self._kernels = kernels
        self._before: dict[str, dict[str, _Stamp]] = {}

    def remember(self, _context: Context) -> Tally:
        for kernel in self._kernels:
            path = fetch.tree_of(kernel).path
            self._before[str(path)] = stamps(path)
        return Tally(details=[f"{len(found)} files in {Path(path).name}" for path, found in self._before.items()])

    def compare(self, _context: Context) -> Tally:
        tally = Tally()
        for path, before in self._before.items():
            changed = sorted(dict(before.items() ^ stamps(Path(path)).items()))
            if changed:
                tally.failed += 1
                tally.details.append(f"{path}: {len(changed)} files changed, the first is {changed[0]}")
            else:
                tally.passed += 1
        return tally


def stamps(top: Path) -> dict[str, _Stamp]:
    """What a change to a file or a directory below top would alter."""
    found = {}
    for base, dirs, names in os.walk(top):
        for name in (*dirs, *names, "."):
            path = os.path.join(base, name)
            stat = os.lstat(path)
            found[path] = (stat.st_mode, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)
    return found


def patched_tree(context: Context, kernel: str) -> Tally:
    """mdkunit patch, patch -p1, and the kernel's own kunit.py on UML."""
    home = context.out / "patched"
    shutil.rmtree(home, ignore_errors=True)
    try:
        home.mkdir(parents=True)
        return _patched_tree(context, kernel, home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _patched_tree(context: Context, kernel: str, home: Path) -> Tally:
    original = fetch.tree_of(kernel).path
    tree = home / "linux"
    subprocess.run(["cp", "-a", "--reflink=auto", str(original), str(tree)], check=True)
    done = subprocess.run(context.mdkunit("patch", "--kdir", str(tree)), capture_output=True, text=True, check=False)
    if done.returncode:
        raise Mend(FAILED, done.stderr.strip().removeprefix("mdkunit: error: "))
    applied = subprocess.run(["patch", "-p1", "--batch", "-d", str(tree)], input=done.stdout, text=True,
                             capture_output=True, check=False)
    if applied.returncode:
        raise Mend(FAILED, f"patch -p1: {applied.stdout.strip().splitlines()[-1]}")
    wanted = overlay_files.overlay_files(context.root, original)
    differing = [name for name, content in wanted.items() if (tree / name).read_bytes() != content]
    if differing:
        raise Mend(FAILED, f"the patched tree is not what the runner builds: {differing[0]} differs")
    return _plain_kunit(context, tree, home / "obj")


def _plain_kunit(context: Context, tree: Path, obj: Path) -> Tally:
    # Relative paths, as the documentation has them.
    command = ["./tools/testing/kunit/kunit.py", "run", "--kunitconfig=mm/tests", "--kunitconfig=kunitconfig/um",
               "--kunitconfig=kunitconfig/devmem", f"--build_dir={obj}", f"--jobs={os.cpu_count() or 1}"]
    code, text = call(context, "patched-tree", command, LIMIT_S["user"], tree)
    counts = re.search(r"Testing complete\. Ran (\d+) tests: (.*)", text)
    if code or not counts:
        return Tally(failed=1, details=[f"exit code {code}: {counts.group(0) if counts else text[-200:]}"])
    return Tally(passed=1, details=[counts.group(0)])
