# SPDX-License-Identifier: GPL-2.0
"""Is the series what it says? Each patch by git am, checkpatch, and a build and
a run by the kernel's own kunit.py; the whole by kernel-doc and htmldocs."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import Iterator, Sequence

from .. import build, docs, errors, expected, judge, lint_tree, overlay, packages, proc, progress
from ..findings import Source
from . import compose, plan, scratch

# Nothing of ours runs before there are tests: that it links and boots counts.
_LIBRARY_ONLY = "CONFIG_KUNIT=y\nCONFIG_KUNIT_EXAMPLE_TEST=y\nCONFIG_COMPACTION=y\nCONFIG_MM_KUNIT=y\n"
_DEVMEM = "mm/tests/devmem.kunitconfig"
_DOCS = "mm"


class Verifier:
    """patches are applied one by one, in a view of the tree with their files
    on top; numbers are those after which the kernel is built."""

    def __init__(self, what: compose.Composition, home: Path, patches: Sequence[Path], numbers: Sequence[int]) -> None:
        self.tree, self.home, self.patches = what.tree, home, patches
        self.numbers = set(numbers or range(1, len(plan.PATCHES) + 1))
        self.repository = scratch.Scratch(home / "applied", what.originals(), what.maintainer)
        self.layer, self.obj, self.logs = home / "layer", home / "obj", home / "logs"
        for path in (self.layer, self.obj, self.logs):
            path.mkdir(exist_ok=True)
        self.view = overlay.View(what.tree.path, home / "src", [self.layer], what.tree.leftovers)
        self.passed, self.skipped, self.faults = 0, 0, list[str]()

    def run(self) -> int:
        packages.ensure(packages.missing(["um"], False))
        for number, patch in enumerate(self.patches, 1):
            if fault := self.repository.apply(patch):
                self._note(f"{number}", [fault])
                break
            overlay.write_files(self._files(), self.layer)
            self._note(f"{number} checkpatch", [str(found) for found in
                                                lint_tree.checkpatch_mail(patch, self.tree, self.home)])
            if number in self.numbers:
                self._note(f"{number} kunit.py", self._kunit(number))
        else:
            self._note("kernel-doc", list(self._kernel_doc()))
            self._htmldocs()
        print(f"{self.passed} passed, {len(self.faults)} failed, {self.skipped} skipped")
        return errors.FAILED if self.faults else errors.PASSED

    def _note(self, name: str, faults: Sequence[str]) -> None:
        self.passed += not faults
        self.faults += faults
        for fault in faults:
            print(f"FAILED {name}: {fault}", flush=True)
        if not faults:
            progress.note(f"series: {name}: ok")

    def _files(self) -> dict[str, bytes]:
        names = self.repository.git("ls-files", "-z").split("\0")
        return {name: (self.repository.path / name).read_bytes() for name in names if name}

    def _kunit(self, number: int) -> list[str]:
        self.view.prepare()
        src = self.view.path
        base = src / "mm/tests"
        if not (self.layer / "mm/tests/.kunitconfig").is_file():
            base = self.home / "library.kunitconfig"
            base.write_text(_LIBRARY_ONLY, "utf-8")
        stack = [base, src / _DEVMEM] if (self.layer / _DEVMEM).is_file() else [base]
        command = ["python3", str(src / "tools/testing/kunit/kunit.py"), "run", "--arch=um",
                   f"--build_dir={self.obj}", f"--jobs={os.cpu_count() or 1}", "--timeout=600",
                   *(f"--kunitconfig={path}" for path in stack)]
        # A run that does not get that far must not be judged by the one before.
        (self.obj / "test.log").unlink(missing_ok=True)
        code, text = self._call(f"{number}-kunit", command)
        counts = re.search(r"Testing complete\. (.*)", text)
        if code or not counts:
            return [f"kunit.py exits with {code}: {_telling(text)}; see {self.logs}/{number}-kunit.log"]
        progress.say(f"patch {number}: {counts.group(1)}")
        return self._complaints()

    def _complaints(self) -> list[str]:
        """What kunit.py lets pass, such as a warning."""
        lines = (self.obj / "test.log").read_text("utf-8", "replace").splitlines()
        verdict = judge.judge((0.0, line) for line in lines)
        found = [f"{complaint.suite}.{complaint.case}: {complaint.text}" for complaint in verdict.complaints]
        return found or ([] if verdict.count(judge.PASS) else ["no case passes"])

    def _kernel_doc(self) -> Iterator[str]:
        sources = [Source(name, content.decode("utf-8")) for name, content in self._files().items()
                   if name.startswith(("mm/tests/", "lib/mm_kunit/"))]
        for found in lint_tree.kernel_doc(self.layer, sources, self.tree):
            yield str(found)

    def _htmldocs(self) -> None:
        if not shutil.which(docs.PROGRAM):
            print(f"SKIP htmldocs: no {docs.PROGRAM}; {packages.how_to_get(docs.PACKAGE)}")
            self.skipped += 1
            return
        self.view.prepare()
        out = self.home / "docs"
        out.mkdir(exist_ok=True)
        code, text = self._call("htmldocs", ["make", "-C", str(self.view.path), f"O={out}", f"SPHINXDIRS={_DOCS}",
                                             "htmldocs"])
        ours = [line for line in text.splitlines() if "migrate_device_kunit" in line and
                re.search(r"WARNING|ERROR|SEVERE", line)]
        made = list(out.rglob("migrate_device_kunit.html"))
        self._note("htmldocs", ours or ([] if made and not code else [f"exits with {code}: {_telling(text)}; "
                                                                       f"see {self.logs}/htmldocs.log"]))

    def _call(self, name: str, command: Sequence[str]) -> tuple[int, str]:
        log = self.logs / f"{name}.log"
        with expected.phase(name, f"series {self.tree.series} {name}") as work, \
                open(log, "w", encoding="utf-8") as out, \
                proc.started(self.view.command(command), build.environment()) as child:
            assert child.stdout
            for line in child.stdout:
                out.write(line)
            code = child.wait()
            work.usual = code == 0
        return code, log.read_text("utf-8")


def _telling(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    wrong = [line for line in lines if re.search(r"error|undefined reference|\*\*\*|Missing:", line, re.I)]
    return (wrong or lines[-1:] or ["it says nothing"])[0]
