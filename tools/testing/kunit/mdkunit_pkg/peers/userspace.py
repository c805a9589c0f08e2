# SPDX-License-Identifier: GPL-2.0
"""The user space that the kernel's hmm-tests run in: themselves, and one
process that starts them."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path
from typing import Sequence

from .. import errors, progress
from ..build import Build, environment
from ..errors import Mend
from . import initramfs

# The folder had another name before 6.4.
TESTS = ("tools/testing/selftests/mm/hmm-tests.c", "tools/testing/selftests/vm/hmm-tests.c")
# What they are linked with, where the tree has it.
_SHARED = ("vm_util.c", "hugepage_settings.c")
_INIT = "tools/testing/kunit/peer/init.c"
_INCLUDE = ("-I{src}", "-I{src}/tools/testing/selftests", "-isystem{headers}/usr/include",
            "-isystem{src}/tools/include/uapi")
_COMPILE = ("gcc", "-static", "-O2", "-w", "-U_FORTIFY_SOURCE")


class Userspace:
    """Programs for one kernel tree. Valid under the lock of build."""

    def __init__(self, build: Build) -> None:
        self.build = build
        self.home = build.home / "peer"
        self.headers = self.home / "headers"

    def make(self, jobs: int) -> None:
        tests = next((name for name in TESTS if (self.build.tree.path / name).is_file()), None)
        if not tests:
            raise Mend(errors.CONFIG, f"this kernel has no {TESTS[0]}; take one that has")
        self.headers.mkdir(parents=True, exist_ok=True)
        src = self.build.view.path
        with progress.phase("build hmm-tests"):
            # The tests use what the kernel they are of gives to user space.
            self._run(["make", "-s", "-C", str(src), f"O={self.headers}", "ARCH=x86_64", f"-j{jobs}", "headers"])
            folder = Path(tests).parent
            shared = [str(src / folder / name) for name in _SHARED if (self.build.tree.path / folder / name).is_file()]
            include = [word.format(src=src, headers=self.headers) for word in _INCLUDE]
            self._run([*_COMPILE, "-D_GNU_SOURCE=", *include, "-o", str(self.home / "hmm-tests"), str(src / tests),
                       *shared, "-lrt", "-lpthread"])
            self._run([*_COMPILE, "-o", str(self.home / "init"), str(self.build.recipe.root / _INIT)])

    @property
    def key(self) -> str:
        """Which tests results are of."""
        parts = [(self.home / name).read_bytes() for name in ("hmm-tests", "init")]
        return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]

    def image(self, name: str, arguments: Sequence[str]) -> Path:
        """An initramfs whose init runs the tests with arguments."""
        path = self.home / name
        path.write_bytes(initramfs.pack([
            initramfs.directory("dev"), initramfs.character_device("dev/console", 5, 1),
            initramfs.file("init", (self.home / "init").read_bytes(), True),
            initramfs.file("hmm-tests", (self.home / "hmm-tests").read_bytes(), True),
            initramfs.file("arguments", "".join(f"{word}\n" for word in arguments).encode()),
        ]))
        return path

    def _run(self, command: Sequence[str]) -> None:
        done = subprocess.run(self.build.view.command(command), stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, env=environment(), check=False)
        if done.returncode:
            lines = [line for line in done.stderr.splitlines() if "error" in line.lower()] or done.stderr.splitlines()
            raise Mend(errors.BUILD, f"the kernel's hmm-tests do not build: {lines[0] if lines else 'nothing is said'}")
