# SPDX-License-Identifier: GPL-2.0
"""mdkunit litmus: what kernels' memory models say of the barriers."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from . import errors, fetch, herd, litmus_source, progress, run, tree


def add_arguments(parser: argparse.ArgumentParser) -> None:
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--kdir", type=Path, metavar="DIR", help="a kernel source tree; it is not touched")
    source.add_argument("--kernel", action="append", default=[], metavar="SERIES",
                        help="a series that Debian offers; repeatable (default: the newest)")
    progress.add_quiet(parser)


def main(args: argparse.Namespace) -> int:
    root = run.project_root()
    trees = [tree.open_tree(args.kdir)] if args.kdir else [fetch.tree_of(series) for series in args.kernel or [None]]
    models, tied = litmus_source.models(root), litmus_source.ties(root)
    found = list(litmus_source.faults(models, tied))
    passed = 0
    try:
        simulator = herd.command()
        for one in trees:
            good, bad = on_tree(one, models, tied, simulator)
            passed += good
            found += bad
    except herd.Unavailable as error:
        print(f"SKIP litmus: {error}")
        return error.code
    for fault in found:
        print(f"FAILED {fault}")
    print(f"{passed} passed, {len(found)} failed, 0 skipped")
    return errors.FAILED if found else errors.PASSED


def on_tree(one: tree.Tree, models: list[litmus_source.Model], tied: list[litmus_source.Tie],
            simulator: list[str]) -> tuple[int, list[str]]:
    """How many tests and ties hold on a kernel, and what does not."""
    started = time.monotonic()
    observed = herd.observe(simulator, one.path / "tools/memory-model", [model.path for model in models])
    bad = [f"{model.name} on {one.name}: expected {model.result}, got {observed.get(model.name, 'nothing')}"
           for model in models if observed.get(model.name) != model.result]
    old = [f"{fault} ({one.name})" for fault in litmus_source.outdated(tied, one.path)]
    progress.note(f"litmus: {one.name}: {len(models) - len(bad)} of {len(models)} tests as expected, "
                  f"{len(tied) - len(old)} of {len(tied)} sources as modelled, {time.monotonic() - started:.1f} s")
    return len(models) - len(bad) + len(tied) - len(old), bad + old
