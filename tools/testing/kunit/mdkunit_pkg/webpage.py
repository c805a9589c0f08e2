# SPDX-License-Identifier: GPL-2.0
"""mdkunit report: one page of HTML, which needs no other file, of what the
other commands measured."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from . import errors, fetch, progress, run, tree
from .errors import Mend
from .page import calm, finds, heat, inputs, peer, suite
from .page.html import tag, text
from .page.inputs import Inputs

_CSS = Path(__file__).with_name("page") / "page.css"
_TITLE = "mdkunit: tests of mm/migrate_device.c"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="JSON",
                        help="written by mdkunit run, regressions, mutants, coverage or peer --json")
    parser.add_argument("--html", type=Path, default=Path("report.html"), metavar="FILE",
                        help="where the page goes (default: %(default)s)")
    run.add_source(parser)
    progress.add_quiet(parser)


def main(args: argparse.Namespace) -> int:
    if args.html.is_dir() or not args.html.parent.is_dir():
        raise Mend(errors.USAGE, f"there is no directory {args.html.parent} to write {args.html.name} to; make it first")
    found = inputs.read(args.files)
    page = render(found, sources(found, args), run.project_root())
    unfinished = args.html.with_name(f".{args.html.name}.{os.getpid()}")
    try:
        unfinished.write_text(page, "utf-8")
        unfinished.replace(args.html)
    finally:
        unfinished.unlink(missing_ok=True)
    print(args.html)
    return errors.PASSED


def sources(found: Inputs, args: argparse.Namespace) -> dict[str, list[str]]:
    """path -> lines of what was mutated, from the tree that it was done to:
    elsewhere the lines have other numbers."""
    if not found.mutated:
        return {}
    versions = sorted({one["kernel"] for one in found.mutated})
    kernel = args.kernel or inputs.series(versions[-1])
    where = tree.open_tree(args.kdir) if args.kdir else fetch.tree_of(kernel)
    if versions != [where.version]:
        raise Mend(errors.USAGE, f"the mutants are of linux {', '.join(versions)}, the source is {where.version}; "
                                 "give --kdir or --kernel of the same, or results of one kernel")
    progress.say(f"source: {where.name}")
    return {path: (where.path / path).read_text("utf-8", "replace").splitlines()
            for path in sorted({one["path"] for one in found.mutated})}


def render(found: Inputs, lines: dict[str, list[str]], root: Path) -> str:
    parts = [("cells", "Cells", suite.cells(found)), ("regressions", "Bugs put back", suite.regressions(found)),
             ("mutants", "Mutants", heat.figures(found)), ("peer", "hmm-tests", peer.peer(found)),
             ("calm", "Calm", calm.calm(found)), ("coverage", "Coverage", suite.coverage(found)),
             ("finds", "Finds", finds.finds(root)),
             ("source", "Source", "".join(heat.source(found, path, some) for path, some in lines.items()))]
    links = "".join(tag("a", title, more=f'href="#{name}"') for name, title, body in parts if body)
    body = tag("h1", text(_TITLE)) + tag("nav", links) + tiles(found) + "".join(part for _name, _title, part in parts)
    return ("<!DOCTYPE html>\n" + tag("html", tag("head", (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">' +
        tag("title", text(_TITLE)) + tag("style", _CSS.read_text("utf-8")))) + tag("body", body), more='lang="en"') + "\n")


def tiles(found: Inputs) -> str:
    """The figures that one looks for first."""
    shown = []
    if found.runs:
        failed = sum(one["totals"]["failed"] for one in found.runs.values())
        shown.append((str(failed), f"cases failed, of those of {len(found.runs)} cells"))
        shown.append((str(max(one["totals"]["passed"] for one in found.runs.values())), "passed in the fullest cell"))
    verdicts = [one["verdict"] for cell in found.regressions.values() for one in cell.values()]
    if verdicts:
        tried = len(verdicts) - verdicts.count("unseen")
        shown.append((f"{verdicts.count('caught')} of {tried}", "bugs put back that are caught, over all cells"))
    if found.mutants:
        shown.append((f"{found.mutants['total']['score']} %", "of the mutants killed"))
    return tag("div", "".join(tag("div", tag("b", text(figure)) + tag("span", text(said)), "tile")
                              for figure, said in shown), "tiles")
