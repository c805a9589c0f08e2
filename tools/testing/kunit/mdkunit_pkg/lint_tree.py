# SPDX-License-Identifier: GPL-2.0
"""What a kernel tree's own checkers say about the suite."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Callable, Iterator, Sequence

from . import lint_build
from .findings import SUITE_DIRS, Finding, Source, suite_c
from .tree import Tree

# (type of checkpatch message, pattern of the line): why it is no fault here.
EXEMPT = {
    ("SPACING", r"__has_include\(<"): "checkpatch reads the brackets as comparisons",
    ("INCLUDE_LINUX", r"<asm/pgalloc\.h>"): "6.1 to 6.12 have no linux/pgalloc.h",
    ("LINUX_VERSION_CODE", r""): "one compat header serves several kernels; lint style keeps it the only one",
    ("CONSTANT_COMPARISON", r"\bMM_KUNIT_KERNEL [<>]"): "the left side only looks like a constant",
    ("NEW_TYPEDEFS", r"^typedef \w+ mm_kunit_entry_t;"): "one name for what 7.x and older kernels call differently",
    ("MACRO_ARG_UNUSED", r"^#define mm_kunit_"): "older kernels take fewer arguments",
    ("UNNECESSARY_PARENTHESES", r"\) [!=]= |[!=]= \("): "without them gcc warns about a chain of comparisons",
    ("MACRO_ARG_REUSE", r"^#define (PTE|WALK)_EVENT\("): "an initialiser, which a function cannot be",
    ("MACRO_ARG_REUSE", r"^#define MM_KUNIT_ROWS\("): "it names what it defines after the table",
    ("COMPLEX_MACRO", r"^#define \w+_CASES\b"): "elements of an array, for two suites",
    ("COMPLEX_MACRO", r"^#define (subsys_initcall|__setup)\("): "a declaration, in place of the kernel's own",
    ("UNCOMMENTED_DEFINITION", r"spinlock_t \*"): "a pointer to a lock is no lock",
    ("ALLOC_WITH_SIZEOF", r"kzalloc\(sizeof"): "kernels before 7.0 have no kzalloc_obj()",
    ("CAMELCASE", r"\b__SetPageUptodate\b"): "the kernel's own name, which 6.1 uses",
    ("AVOID_EXTERNS", r"^long __x64_sys_"): "no header declares what the table of system calls names",
    ("CONST_STRUCT", r"address_space_operations ours;"): "a copy in which two members are replaced",
    ("LONG_LINE_STRING", r""): "a message is not broken up, so that it can be searched for",
}
_CHECKPATCH = re.compile(r"(\S+?):(\d+): (?:ERROR|WARNING|CHECK):(\w+): (.*)")
_KERNEL_DOC = re.compile(r"(?:\w+: )?(\S+?):(\d+):? (.*)")


def checkpatch(root: Path, files: list[Source], tree: Tree) -> Iterator[Finding]:
    chosen = [file for file in files if file.path.startswith(SUITE_DIRS) and not file.path.endswith(".kunitconfig")]
    text = {file.path: file.text.split("\n") for file in chosen}
    # --strict names what a maintainer would; the tree is the oracle for it.
    command = ["perl", str(tree.path / "scripts/checkpatch.pl"), f"--root={tree.path}", "--strict", "--terse",
               "--show-types", "--no-summary", "--color=never", "-f", *text]
    with _without_git(root) as cwd:
        out = _run(command, cwd, tree)
    for path, line, kind, message in _matches(_CHECKPATCH, out, text):
        if not _exempt(kind, text[path][line - 1]):
            yield Finding(path, line, f"checkpatch {kind}: {message}")


def checkpatch_mail(patch: Path, tree: Tree, cwd: Path) -> Iterator[Finding]:
    """The same of a patch, whose lines begin with a plus; patches of a
    series say for all of them in one place what maintains the new files."""
    command = ["perl", str(tree.path / "scripts/checkpatch.pl"), f"--root={tree.path}", "--strict", "--terse",
               "--show-types", "--no-summary", "--color=never", "--ignore=FILE_PATH_CHANGES", str(patch)]
    text = patch.read_text("utf-8").split("\n")
    for path, line, kind, message in _matches(_CHECKPATCH, _run(command, cwd, tree), [str(patch)]):
        if not _exempt(kind, text[line - 1].removeprefix("+")):
            yield Finding(path, line, f"checkpatch {kind}: {message}")


def kernel_doc(root: Path, files: list[Source], tree: Tree) -> Iterator[Finding]:
    paths = [file.path for file in suite_c(files)]
    out = _run([str(tree.path / "scripts/kernel-doc"), "-none", "-Wall", *paths], root, tree)
    for path, line, _kind, message in _matches(_KERNEL_DOC, out, paths):
        yield Finding(path, line, f"kernel-doc: {message}")


@contextmanager
def _without_git(root: Path) -> Iterator[Path]:
    """The suite's folders in another place: in a checkout, checkpatch leaves a cache of names behind."""
    with tempfile.TemporaryDirectory() as name:
        for top in {folder.split("/")[0] for folder in SUITE_DIRS}:
            (Path(name) / top).symlink_to((root / top).resolve())
        yield Path(name)


def _run(command: Sequence[str], cwd: Path, tree: Tree) -> str:
    # Neither checker may leave anything in the user's tree.
    env = dict(os.environ, PYTHONDONTWRITEBYTECODE="1", LC_ALL="C.UTF-8", srctree=str(tree.path))
    done = subprocess.run(command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, check=False)
    # checkpatch's stderr is about python modules that it can do without.
    return done.stdout + ("" if "checkpatch" in command[1] else done.stderr)


def _matches(pattern: "re.Pattern[str]", out: str, paths: Sequence[str] | dict[str, list[str]]
             ) -> Iterator[tuple[str, int, str, str]]:
    for line in out.splitlines():
        if (match := pattern.match(line)) and match.group(1) in paths:
            yield match.group(1), int(match.group(2)), match.group(3), match.groups()[-1]


def _exempt(kind: str, line: str) -> bool:
    return any(kind == what and re.search(where, line) for what, where in EXEMPT)


CHECKS: dict[str, Callable[[Path, list[Source], Tree], Iterator[Finding]]] = {
    "checkpatch": checkpatch,
    "kernel-doc": kernel_doc,
    "gcc": lint_build.gcc_and_sparse,
    "clang": lint_build.clang,
}
