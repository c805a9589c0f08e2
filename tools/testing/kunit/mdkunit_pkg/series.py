# SPDX-License-Identifier: GPL-2.0
"""mdkunit series: the suite as patches that mm could take."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

from . import cache, errors, fetch, progress, run, tree
from .errors import Mend
from .upstream import compose, edits, letter, plan, scratch, verify

OUT = "mdkunit-series"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--kdir", type=Path, metavar="DIR",
                        help="kernel tree that the patches are for, with or without git; it is only read")
    source.add_argument("--kernel", metavar="SERIES", help="the same, fetched (default: the newest)")
    parser.add_argument("--out", type=Path, default=Path(OUT), metavar="DIR",
                        help=f"put the patches there (default: {OUT})")
    parser.add_argument("--verify", action="store_true",
                        help="apply each patch with git am, ask the tree's checkers, build its documentation, and "
                             "build and run with kunit.py on UML")
    parser.add_argument("--patch", type=int, action="append", default=[], metavar="N",
                        help="with --verify: build and run after patch N; repeatable (default: after each)")
    progress.add_quiet(parser)


def main(args: argparse.Namespace) -> int:
    for number in args.patch:
        if not 1 <= number <= len(plan.PATCHES) or not args.verify:
            raise Mend(errors.USAGE, f"--patch goes with --verify and is 1 to {len(plan.PATCHES)}")
    _check_out(args.out)
    who = scratch.identity()
    found = tree.open_tree(args.kdir) if args.kdir else fetch.tree_of(args.kernel)
    home = cache.subdir("series") / cache.key(str(found.path))
    with cache.locked(home.with_suffix(".lock"), f"the series in {home}"):
        what = compose.Composition(run.project_root(), found, who)
        written = write(what, home, args.out)
        _say(written)
        if not args.verify:
            return errors.PASSED
        return verify.Verifier(what, home, written[1:], args.patch).run()


def _check_out(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise Mend(errors.USAGE, f"{out} is a file; give --out (OUT=) a directory")
    if out.is_dir() and (others := sorted(path.name for path in out.iterdir() if path.suffix != ".patch")):
        raise Mend(errors.USAGE, f"{out} has other files than patches ({others[0]}); give --out (OUT=) a directory "
                                 "of its own")


def write(what: compose.Composition, home: Path, out: Path) -> list[Path]:
    """The cover letter and the patches, in out; what was there goes."""
    repository = scratch.Scratch(home / "made", what.originals(), what.maintainer)
    for count, patch in enumerate(plan.PATCHES, 1):
        repository.commit(patch, what.after(count))
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.") as name:
        fresh = Path(name) / "series"
        repository.patches(fresh, letter.SUBJECT, letter.blurb(what.texts, f"linux {what.tree.version}"))
        # mkdtemp() lets nobody else read.
        fresh.chmod(0o755)
        if out.exists():
            shutil.rmtree(out)
        fresh.rename(out)
    return sorted(out.glob("*.patch"))


def _say(written: list[Path]) -> None:
    for path in written:
        progress.note(str(path))
    progress.note(f"series: {len(written) - 1} patches and a cover letter; they are not sent to anyone")
    print(f"series: rows of {', '.join(edits.UNREPORTED)} are left out: report these before you publish them")
