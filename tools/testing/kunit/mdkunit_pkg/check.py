# SPDX-License-Identifier: GPL-2.0
"""mdkunit check: everything that must hold before a change goes in."""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path
from typing import Callable, Iterator

from . import cache, check_steps, check_user, checkers, corpus, errors, matrix, modules, mutations, progress, run, unpacked
from .check_steps import Context, Tally
from .errors import Mend
from .mutation import workshop
from .platforms import PLATFORMS, TABLE

# Of cells, for those who mistype theirs.
EXAMPLE = "um:7.3,x86_64:6.1"

Step = tuple[str, Callable[[Context], Tally]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--cells", default=os.environ.get("CELLS") or None, metavar="P:V,...",
                        help="platform:kernel pairs to run the suite on (default: those with check in matrix.toml)")
    parser.add_argument("--out", type=Path, metavar="DIR", help="keep the logs there (default: in the cache)")
    parser.add_argument("--only", action="append", default=[], metavar="STEP",
                        help="only steps whose name begins so: python, lint, docs, litmus, suite, fixes, seed, "
                             "mutation, user; repeatable")
    progress.add_quiet(parser)


def main(args: argparse.Namespace) -> int:
    cells = parse_cells(matrix.checked() if args.cells is None else args.cells)
    out = (args.out or cache.subdir("check")).resolve()
    out.mkdir(parents=True, exist_ok=True)
    context = Context(run.project_root(), out)
    steps = [step for step in plan(cells, context)
             if not args.only or step[0].startswith(tuple(args.only))]
    if not steps:
        raise Mend(errors.USAGE, f"no step begins with {', '.join(args.only)}; see mdkunit check --help")
    # All at once and first, for tests that lack a program are skipped.
    checkers.ensure(*checkers.PACKAGES, unpack=True)
    modules.ensure()
    unpacked.ensure()
    workshop.ensure_parser(True)
    total = Tally()
    started = time.monotonic()
    for name, work in steps:
        total.add(_report(name, work, context))
    progress.note(f"check: {time.monotonic() - started:.0f} s; logs in {out}", bool(total.failed))
    print(total)
    return errors.FAILED if total.failed else errors.PASSED


def parse_cells(text: str) -> list[tuple[str, str]]:
    """"um:7.3,x86_64:6.1" as (platform, kernel) pairs."""
    cells = []
    for word in filter(None, text.replace(" ", ",").split(",")):
        platform, colon, kernel = word.partition(":")
        if platform not in PLATFORMS or not colon or not kernel:
            raise Mend(errors.USAGE, f"{word} is no cell; --cells (CELLS=) takes platform:kernel pairs such as {EXAMPLE}")
        cells.append((platform, kernel))
    if not cells:
        raise Mend(errors.USAGE, f"--cells (CELLS=) is empty; give pairs such as {EXAMPLE}")
    return list(dict.fromkeys(cells))


def plan(cells: list[tuple[str, str]], context: Context) -> list[Step]:
    """The steps in order: cheap ones first, seeds right after the build
    that they share."""
    newest = cells[0][1]
    kernels = sorted({kernel for _platform, kernel in cells})
    steps: list[Step] = [
        ("python tests", check_steps.python_tests),
        (f"lint with {newest}", lambda ctx: check_steps.lint(ctx, newest)),
        ("docs", check_steps.docs),
        ("litmus", lambda ctx: check_steps.litmus(ctx, kernels)),
    ]
    seeded: set[str] = set()
    for platform, kernel in cells:
        steps += [_suite(platform, kernel), _fixes(platform, kernel)]
        if platform == "um" and platform not in seeded:
            steps.append(_suite(platform, kernel, *TABLE[platform].usual))
        if platform not in seeded:
            seeded.add(platform)
            steps.extend(_seeds(platform, kernel, context.root))
            # An emulated processor takes too long for what UML shows as well.
            if platform == "um":
                steps.extend(_mutations(platform, kernel, context.root))
    steps.append((f"user's patched tree, {newest}", lambda ctx: check_user.patched_tree(ctx, newest)))
    steps.append(("each row fails with something", check_steps.each_row))
    watch = check_user.Watch(kernels)
    return [("user's trees before", watch.remember), *steps, ("user's trees after", watch.compare)]


def _suite(platform: str, kernel: str, *without: str) -> Step:
    name = " ".join([f"suite on {platform}:{kernel}", *(f"without {fragment}" for fragment in without)])
    return name, lambda ctx: check_steps.suite(ctx, platform, kernel, *without)


def _fixes(platform: str, kernel: str) -> Step:
    return f"fixes on {platform}:{kernel}", lambda ctx: check_steps.fixes(ctx, platform, kernel)


def _seeds(platform: str, kernel: str, root: Path) -> Iterator[Step]:
    for bug in corpus.read(root):
        if bug.check and bug.applies(kernel) and not bug.hidden(platform, TABLE[platform].usual):
            yield (f"seed {bug.name} on {platform}:{kernel}",
                   lambda ctx, bug=bug: check_steps.seed(ctx, platform, kernel, bug.path))  # type: ignore[misc]


def _mutations(platform: str, kernel: str, root: Path) -> Iterator[Step]:
    for bug in mutations.sample(corpus.read(root, corpus.MUTATIONS), platform, kernel):
        yield (f"mutation {bug.name} on {platform}:{kernel}",
               lambda ctx, bug=bug: check_steps.mutation(  # type: ignore[misc]
                   ctx, platform, kernel, bug.path, bug.cases(platform, kernel)))


def _report(name: str, work: Callable[[Context], Tally], context: Context) -> Tally:
    started = time.monotonic()
    try:
        tally = work(context)
    except Mend as error:
        tally = Tally(failed=1, details=[str(error)])
    verdict = "FAILED" if tally.failed else "ok"
    lines = [f"check: {name}: {verdict}, {tally}, {time.monotonic() - started:.1f} s", *tally.details]
    progress.note("\n    ".join(lines), bool(tally.failed))
    return tally
