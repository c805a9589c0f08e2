# SPDX-License-Identifier: GPL-2.0
"""Warnings of gcc W=1, sparse and clang about the suite's objects."""

from __future__ import annotations

import os.path
import re
import subprocess
from pathlib import Path
from typing import Iterator, Sequence

from . import cache, checkers, errors
from .build import Build, Recipe, environment
from .checkers import CLANG
from .errors import Mend
from .findings import Finding, Source, suite_c
from .platforms import ALL, TABLE
from .tree import Tree

# As mm/Makefile names them, or make would find no way down to the second.
_TARGETS = ("mm/tests/", "mm/../lib/mm_kunit/")

_WARNING = re.compile(r"([^\s:]+):(\d+):(?:\d+:)? (?:fatal )?(warning|error): (.*)")
_HAS_INCLUDE = re.compile(r"__has_include\(<([^>]+)>\)")
# (message, pattern of the line): why sparse 0.6.4 is wrong there.
EXEMPT = {
    ("bad constant expression", r"module_param|MODULE_PARM_DESC"): "it does not take 7.3's macros, in any file",
}


def gcc_and_sparse(root: Path, files: list[Source], tree: Tree) -> Iterator[Finding]:
    checkers.ensure("sparse")
    for platform in ALL:
        # W=1 among the options gives a build directory of its own.
        build = Build(tree, Recipe(root, platform, make_options=["W=1"]))
        yield from _warnings(build, files, ["C=2", f"CHECK={_sparse(build, files)}"])


def clang(root: Path, files: list[Source], tree: Tree) -> Iterator[Finding]:
    checkers.ensure(CLANG)
    for platform in ALL:
        build = Build(tree, Recipe(root, platform, make_options=[f"CC={CLANG}", "W=1"]))
        yield from _warnings(build, files, [])


def _sparse(build: Build, files: list[Source]) -> str:
    """sparse, helped over what 0.6.4 has not learned yet."""
    headers = {header for file in suite_c(files) for header in _HAS_INCLUDE.findall(file.text)}
    there = {(build.tree.path / "include" / header).exists() for header in headers}
    if len(there) > 1:
        raise Mend(errors.CONFIG, "sparse cannot tell __has_include() apart and this kernel has only some of "
                                  f"{', '.join(sorted(headers))}; give another kernel")
    answer = int(True in there)
    return (f'sparse -D__typeof_unqual__=__typeof__ "-D__has_include(x)={answer}" '
            f"-I {build.view.path}/lib")


def _warnings(build: Build, files: list[Source], options: Sequence[str]) -> Iterator[Finding]:
    with cache.locked(build.lock, f"the build directory {build.home}"):
        build.prepare()
        build.configure()
        platform = TABLE[build.recipe.platform]
        command = ["make", "-C", str(build.view.path), f"O={build.obj}", f"ARCH={platform.arch}",
                   f"CROSS_COMPILE={platform.cross}", "-j2",
                   *build.recipe.make_options, *options]
        # Objects that are up to date would keep their warnings to themselves.
        for made in ("mm/tests", "lib/mm_kunit"):
            for stale in (build.obj / made).glob("*.o"):
                stale.unlink()
        done = subprocess.run(build.view.command([*command, *_TARGETS]), env=environment(),
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, errors="replace", check=False)
    found = list(dict.fromkeys(_parsed(done.stdout, build, files)))
    yield from found
    if done.returncode and not found:
        lines = [line for line in done.stdout.splitlines() if re.search(r"error|\*\*\*", line)]
        yield Finding("mm/tests", 0, f"{build.recipe.platform}: {(lines or ['make failed'])[0].strip()}")


def _parsed(out: str, build: Build, files: list[Source]) -> Iterator[Finding]:
    text = {file.path: file.text.split("\n") for file in suite_c(files)}
    compiler = "clang" if any("clang" in option for option in build.recipe.make_options) else "gcc or sparse"
    if "is not available or not up to date" in out:
        yield Finding("mm/tests", 0, f"{build.recipe.platform}: this kernel refuses the installed sparse")
    for line in out.splitlines():
        if match := _WARNING.match(line):
            path = os.path.normpath(match.group(1).removeprefix(f"{build.view.path}/"))
            number, message = int(match.group(2)), match.group(4)
            if path in text and not _exempt(message, text[path][number - 1]):
                yield Finding(path, number, f"{compiler} ({build.recipe.platform}): {message}")


def _exempt(message: str, line: str) -> bool:
    return any(message.startswith(what) and re.search(where, line) for what, where in EXEMPT)
