# SPDX-License-Identifier: GPL-2.0
"""A kernel tree, a project and a kunit.py small enough for unit tests."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any

MDKUNIT = Path(__file__).resolve().parents[1] / "mdkunit"

# Reads what to do from fake.json in the tree, so that a run is as real as
# it can be without a compiler: same commands, same steps, same files.
KUNIT_PY = '''
import json, os, pathlib, subprocess, sys, time
top = pathlib.Path(__file__).resolve().parents[3]
plan = json.loads((top / "fake.json").read_text())
verb = sys.argv[1]
options = dict(word[2:].split("=", 1) for word in sys.argv[2:] if word.startswith("--"))
obj = pathlib.Path(options["build_dir"])
with open(obj / "calls", "a") as calls:
    calls.write(json.dumps(sys.argv[1:]) + "\\n")
assert (top / "mm/tests/Kconfig").read_text() == "the suite"
if verb == "build":
    (obj / "vmlinux").write_text((top / "mm/migrate_device.c").read_text())
step = plan.get("list" if "--kernel_args=kunit.action=list" in sys.argv else verb, {})
if isinstance(step, list):
    boots = len((obj / "calls").read_text().split('["exec"')) - 2
    step = step[min(boots, len(step) - 1)]
for line in step.get("print", []):
    print(line)
if step.get("orphan"):
    subprocess.Popen(["sh", "-c", "sleep 300; : " + step["orphan"]], start_new_session=True)
time.sleep(step.get("sleep", 0))
sys.exit(step.get("exit", 0))
'''

GOOD_LOG = ["KTAP version 1", "1..1", "    KTAP version 1", "    # Subtest: toy", "    1..2", "    ok 1 first",
            "    ok 2 second # SKIP needs CONFIG_X", "ok 1 toy"]
MAKEFILE = "# SPDX-License-Identifier: GPL-2.0\nVERSION = {}\nPATCHLEVEL = {}\nSUBLEVEL = 4\nEXTRAVERSION =\n"


def write(top: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def kernel_tree(top: Path, major: int = 7, minor: int = 3, **plan: Any) -> Path:
    """A tree whose kunit.py does what plan says for config, build, exec."""
    plan.setdefault("exec", {"print": GOOD_LOG})
    write(top, {
        "Makefile": MAKEFILE.format(major, minor), "Kbuild": "", "mm/Makefile": "obj-y += a.o\n",
        "mm/Kconfig": 'menu "Memory"\n\nendmenu\n', "mm/migrate_device.c": "flush_tlb_range();\n",
        "include/linux/mm.h": "", "arch/um/Makefile": "", "tools/testing/kunit/kunit.py": KUNIT_PY,
        "tools/testing/kunit/qemu_configs/x86_64.py": "", "fake.json": json.dumps(plan),
    })
    return top


def project(top: Path) -> Path:
    """A project with one suite, both platforms and a fragment."""
    write(top, {
        "mm/tests/Kconfig": "the suite", "mm/tests/.kunitconfig": "CONFIG_KUNIT=y\n", "kunitconfig/um": "",
        "kunitconfig/x86_64": "", "kunitconfig/extra": "CONFIG_EXTRA=y\n",
        "kunitconfig/devmem": "CONFIG_ZONE_DEVICE=y\n",
        "lib/mm_kunit/interpose.h": "#define flush_tlb_range unit_flush_tlb_range\n",
        "tools/testing/kunit/qemu_configs/mm_x86_64.py": "",
    })
    return top


def fingerprint(top: Path) -> dict[str, tuple[Any, ...]]:
    """Everything that a run must not change in a tree."""
    found: dict[str, tuple[Any, ...]] = {}
    for base, dirs, names in os.walk(top):
        for name in [*dirs, *names, "."]:
            path = os.path.join(base, name)
            info = os.lstat(path)
            content = b""
            if os.path.isfile(path) and not os.path.islink(path):
                content = Path(path).read_bytes()
            found[path] = (info.st_mode, info.st_mtime_ns, info.st_ctime_ns, info.st_ino,
                           hashlib.sha256(content).hexdigest())
    return found


class RunnerTest(unittest.TestCase):
    """Runs the command line on a fake tree, in a cache of its own."""

    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory(prefix="mdkunit-test-")
        self.addCleanup(holder.cleanup)
        self.top = Path(holder.name)
        self.cache = self.top / "cache"
        self.root = project(self.top / "project")
        self.env = dict(os.environ, XDG_CACHE_HOME=str(self.cache), MDKUNIT_ROOT=str(self.root))
        for name in ("LLVM", "MDKUNIT_OVERLAY", "MDKUNIT_ACCEL"):
            self.env.pop(name, None)

    def tree(self, **plan: Any) -> Path:
        return kernel_tree(self.top / "tree", **plan)

    def popen(self, *words: Any) -> "subprocess.Popen[str]":
        return subprocess.Popen([sys.executable, str(MDKUNIT), *map(str, words)], env=self.env, text=True,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def mdkunit(self, *words: Any) -> "subprocess.CompletedProcess[str]":
        with self.popen(*words) as child:
            out, err = child.communicate(timeout=60)
        self.assertNotIn("Traceback", err)
        return subprocess.CompletedProcess(child.args, child.returncode, out, err)

    def run_tree(self, *words: Any, **plan: Any) -> "subprocess.CompletedProcess[str]":
        return self.mdkunit("run", "--kdir", self.tree(**plan), "--no-install", *words)

    def assert_one_line(self, done: "subprocess.CompletedProcess[str]", code: int, *parts: str) -> None:
        """One error line that holds parts, with exit code code."""
        errors = [line for line in done.stderr.splitlines() if line.startswith("mdkunit: error: ")]
        self.assertEqual((done.returncode, len(errors)), (code, 1), done.stderr)
        for part in parts:
            self.assertIn(part, errors[0])
