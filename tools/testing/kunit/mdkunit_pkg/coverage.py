# SPDX-License-Identifier: GPL-2.0
"""mdkunit coverage: which lines and branches of the units the suite runs."""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import cache, cell, counters, errors, linecount, progress, report, run
from .build import Build
from .errors import Mend
from .linecount import Figure, File
from .mutation.tables import TARGETS
from .platforms import TABLE

FRAGMENT = "coverage"
# The first that keeps counters where the kernel can print them from.
OLDEST_GCC, PACKAGE = 11, "gcc"
# The unit of mm/huge_memory.c is there for one function.
_COUNTED = {**TARGETS, "mm/huge_memory.c": ("set_pmd_migration_entry",)}


@dataclass
class Measured:
    """What one platform's run came to."""

    run: report.PlatformReport
    files: list[File] = field(default_factory=list)

    @property
    def figures(self) -> tuple[Figure, Figure]:
        lines, branches = Figure(), Figure()
        for file in self.files:
            for total, one in zip((lines, branches), file.figures()):
                total.add(one)
        return lines, branches


def add_arguments(parser: argparse.ArgumentParser) -> None:
    run.add_common_arguments(parser)


def main(args: argparse.Namespace) -> int:
    if args.json:
        run.check_json(args.json)
    root, tree, platforms = run.prepare(args)
    gcov = {platform: gcov_of(args.make_option, TABLE[platform].cross) for platform in platforms}
    args.config = [name for name in args.config if name != FRAGMENT]
    out = (args.out or cache.subdir("coverage", tree.series)).resolve()
    args.out = out
    measured = []
    for platform in platforms:
        one = Measured(report.PlatformReport(platform, tree.version, tree.name, [], ""))

        def finish(build: Build, result: report.PlatformReport, one: Measured = one) -> None:
            one.files = measure(build, result, gcov[result.platform], out)

        one.run = cell.run(tree, root, platform, args, [FRAGMENT], finish)
        measured.append(one)
    return _conclude(measured, args)


def gcov_of(make_options: list[str], cross: str = "") -> str:
    """The gcov that understands what the chosen compiler writes."""
    chosen = dict(option.split("=", 1) for option in make_options if "=" in option)
    compiler = chosen.get("CC", f"{cross}gcc")
    if "LLVM" in chosen or "gcc" not in compiler:
        raise Mend(errors.USAGE, f"coverage is counted with gcc {OLDEST_GCC} or newer; leave out LLVM= and CC=clang")
    return compiler.replace("gcc", "gcov")


def counts_here() -> bool:
    """Whether gcov is here, and as new as its gcc has to be."""
    try:
        done = subprocess.run([gcov_of([]), "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return False
    version = re.match(r"gcov .*?\) (\d+)\.", done.stdout)
    return version is not None and int(version.group(1)) >= OLDEST_GCC


def measure(build: Build, result: report.PlatformReport, gcov: str, out: Path) -> list[File]:
    """Read the counters of a boot, and write the source with them to out."""
    objects = counters.read(Path(result.log).read_text("utf-8", "replace").splitlines())
    if not objects:
        raise Mend(errors.FAILED if result.exit else errors.HARNESS,
                   f"the kernel ended before it printed a counter; see {result.log}")
    files = []
    kept = out / result.platform
    kept.mkdir(parents=True, exist_ok=True)
    traces = []
    for one in objects:
        for name, entry in _reports(one, gcov).items():
            source = build.source(name)
            file = linecount.read_file(name, entry, source, _COUNTED.get(name, ("*",)))
            files.append(file)
            (kept / f"{Path(name).name}.gcov").write_text(linecount.annotated(file), "utf-8")
            traces.append(linecount.tracefile(file, source))
    (kept / "coverage.info").write_text("".join(traces), "utf-8")
    return files


def _reports(one: counters.Object, gcov: str) -> dict[str, dict[str, Any]]:
    """path in the tree -> gcov's entry, for the sources under observation."""
    notes = counters.notes(one)
    if not notes:
        raise Mend(errors.BUILD, f"the compiler left no .gcno file beside {one.name}")
    with tempfile.TemporaryDirectory() as name:
        gcda = Path(name) / Path(one.name).name
        shutil.copyfile(notes, gcda.with_suffix(".gcno"))
        counters.write(one, gcda)
        entries = linecount.gcov(gcda, gcov)
    return {path: entry for entry in entries if (path := linecount.in_tree(entry["file"])).endswith(".c")}


def _conclude(measured: list[Measured], args: argparse.Namespace) -> int:
    code = run.verdict_code([one.run.exit for one in measured])
    if args.json:
        args.json.write_text(json.dumps(document(measured, code), indent=2) + "\n", "utf-8")
    for line in (line for one in measured for line in text(one)):
        progress.note(line)
    for one in measured:
        if one.run.error:
            progress.complain(f"error: {one.run.error}")
    if any(one.files for one in measured):
        progress.note(f"annotated sources and coverage.info (for genhtml): {args.out}")
    for one in measured:
        if one.files:
            lines, branches = one.figures
            print(f"{one.run.platform}: lines {lines}, branches {branches}")
    return code


def text(one: Measured) -> list[str]:
    """The figures of a platform, function by function, and what is missing."""
    found = []
    for file in one.files:
        found.append(f"{file.path}, linux {one.run.kernel} on {one.run.platform}")
        found.append(f"  {'function':<40} {'lines':>18} {'branches':>18}")
        for name, _at, lines, branches in file.by_function():
            found.append(f"  {name:<40} {str(lines):>18} {str(branches):>18}")
        found.append(f"  lines not hit: {linecount.ranges(file.not_hit(), file.lines) or 'none'}")
        untaken = ", ".join(dict.fromkeys(str(number) for number, _branch in file.not_taken()))
        found.append(f"  hit, with a branch never taken: {untaken or 'none'}")
    return found


def document(measured: list[Measured], code: int) -> dict[str, Any]:
    return {"version": 1, "exit": code, "platforms": [{
        "platform": one.run.platform, "kernel": one.run.kernel, "kernel_source": one.run.source,
        "error": one.run.error or None, "totals": one.run.totals, "command": one.run.command,
        "files": [_file(file) for file in one.files],
    } for one in measured]}


def _file(file: File) -> dict[str, Any]:
    lines, branches = file.figures()
    return {
        "path": file.path, "lines": lines.document(), "branches": branches.document(),
        "functions": [{"name": name, "line": at, "lines": some.document(), "branches": taken.document()}
                      for name, at, some, taken in file.by_function()],
        "lines_not_hit": file.not_hit(),
        "branches_not_taken": [{"line": number, "branch": branch} for number, branch in file.not_taken()],
    }
