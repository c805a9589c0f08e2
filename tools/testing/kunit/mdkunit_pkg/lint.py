# SPDX-License-Identifier: GPL-2.0
"""mdkunit lint: names, style, and what the kernel's own checkers say."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Callable, Iterable, Optional

from . import errors, fetch, lint_names, lint_style, lint_tree, progress, run, tree
from .errors import Mend
from .findings import Finding, Source, sources

Check = Callable[[Path, list[Source], tree.Tree], Iterable[Finding]]

_PLAIN: dict[str, Callable[[list[Source]], Iterable[Finding]]] = {
    "names": lint_names.check,
    "style": lint_style.check,
}
_WITH_TREE: dict[str, Check] = dict(lint_tree.CHECKS)


def names() -> list[str]:
    return [*_PLAIN, *_WITH_TREE]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--kdir", type=Path, metavar="DIR", help="kernel tree whose checkers are used")
    source.add_argument("--kernel", metavar="SERIES", help="the same, fetched (default: the newest)")
    parser.add_argument("--only", action="append", default=[], metavar="CHECK",
                        help=f"one of {', '.join(names())}; repeatable")
    progress.add_quiet(parser)


def main(args: argparse.Namespace) -> int:
    for name in args.only:
        if name not in names():
            raise Mend(errors.USAGE, f"there is no check {name}; --only knows: {', '.join(names())}")
    chosen = args.only or names()
    found: Optional[tree.Tree] = None
    if any(name in _WITH_TREE for name in chosen):
        found = tree.open_tree(args.kdir) if args.kdir else fetch.tree_of(args.kernel)
    failed = sum(not one(name, run.project_root(), found) for name in chosen)
    print(f"{len(chosen) - failed} passed, {failed} failed, 0 skipped")
    return errors.FAILED if failed else errors.PASSED


def one(name: str, root: Path, found: Optional[tree.Tree]) -> bool:
    """Run a check and print what it finds; True when that is nothing."""
    started = time.monotonic()
    files = sources(root)
    if name in _PLAIN:
        findings = list(_PLAIN[name](files))
    else:
        assert found
        findings = list(_WITH_TREE[name](root, files, found))
    for finding in findings:
        print(finding)
    verdict = f"{len(findings)} findings" if findings else "clean"
    progress.note(f"lint {name}: {verdict}, {time.monotonic() - started:.1f} s", bool(findings))
    return not findings
