# SPDX-License-Identifier: GPL-2.0
"""mdkunit cell: one cell of the matrix, once."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shlex
import time
from pathlib import Path
from typing import Any, Optional

from . import build, cache, check_steps, errors, expected, fetch, files, matrix, progress, run
from .check_steps import Context
from .errors import Mend
from .matrix import Cell
from .mutation import store
from .platforms import TABLE

Document = dict[str, Any]
# A verdict stands; what went wrong on the machine is worth another try.
VERDICTS = (errors.PASSED, errors.FAILED)
_PROJECT = ("mm", "lib", "kunitconfig", "tools/testing/kunit/mdkunit_pkg", "tools/testing/kunit/qemu_configs",
            "tools/testing/kunit/mutants.equivalent")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", nargs="?", metavar="ID", help="the cell, as --list names it")
    matrix.add_arguments(parser)
    add_results(parser)
    parser.add_argument("--list", action="store_true", help="name the cells; run nothing")
    parser.add_argument("--again", action="store_true", help="run it even if there is a result that would be kept")
    progress.add_quiet(parser)


def add_results(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--results", type=Path, metavar="DIR",
                        help="where the results of cells are, ID.json each (default: in the cache)")


def main(args: argparse.Namespace) -> int:
    cells = matrix.read(args.matrix)
    if args.list:
        for cell in cells:
            print(cell.id)
        return errors.PASSED
    if not args.id:
        raise Mend(errors.USAGE, "which cell? mdkunit cell --list names those there are")
    cell = matrix.find(cells, args.id)
    results = directory(args.results)
    with cache.locked(results / f".{cell.id}.lock", f"the cell {cell.id}"):
        document = None if args.again else kept(results, cell)
        word = "kept" if document else "done"
        document = document or _run(cell, results)
    print(f"cell {cell.id}: {word}, {outcome(document)}")
    return int(document["exit"])


def directory(chosen: Optional[Path]) -> Path:
    path = chosen or cache.subdir("cells")
    path.mkdir(parents=True, exist_ok=True)
    return path.resolve()


def outcome(document: Document) -> str:
    """One cell's result in a few words."""
    report = document["report"] or {}
    if document["error"]:
        return f"no verdict: {document['error']}"
    if "totals" in report:
        return "{passed} passed, {failed} failed, {skipped} skipped".format(**report["totals"])
    return f"{report['total']['killed']} of {report['total']['compiled']} mutants killed"


def kept(results: Path, cell: Cell) -> Optional[Document]:
    """The verdict of the same inputs, if there is one."""
    try:
        document = json.loads((results / f"{cell.id}.json").read_text("utf-8"))
        if document["inputs"] == inputs(cell) and document["exit"] in VERDICTS:
            outcome(document)
            return dict(document)
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        pass  # Whatever is there now is no result.
    return None


def inputs(cell: Cell) -> Document:
    """All that the result depends on."""
    root = run.project_root()
    # The name says which of Debian's versions; without a network that which
    # the cache has.
    kernel = cell.kernel if _stand_in() else fetch.tree_of(cell.kernel).name
    compiler = build.compiler([], TABLE[cell.platform].cross)
    return {"arguments": cell.arguments, "kernel": kernel, "compiler": compiler, "project": project(root)}


def project(root: Path) -> str:
    """A name for the state of what a run uses."""
    found = hashlib.sha256()
    for part in _PROJECT:
        top = root / part
        for path in [top] if top.is_file() else sorted(top.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                found.update(f"{path.relative_to(root)}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return found.hexdigest()[:16]


def _stand_in() -> list[str]:
    """What tests of launchers run in place of mdkunit."""
    return shlex.split(os.environ.get("MDKUNIT_CELL_COMMAND", ""))


def _run(cell: Cell, results: Path) -> Document:
    # Before the run: what changes meanwhile must not be taken for tested.
    known = inputs(cell)
    context = Context(run.project_root(), results)
    report = results / f".{cell.id}.report"
    report.unlink(missing_ok=True)
    words = [*cell.arguments, "--json", str(report)]
    records = results / f"{cell.id}.jsonl"
    if cell.kind == matrix.MUTANTS:
        words += ["--results", str(records)]
    started = time.time()
    with expected.phase(f"cell {cell.id}", f"cell {cell.id}") as work:
        code, text = check_steps.call(context, cell.id, [*_stand_in(), *words] if _stand_in() else
                                      context.mdkunit(*words), 60.0 * cell.minutes)
        work.usual = code in VERDICTS
    try:
        found = json.loads(report.read_text("utf-8"))
    except (OSError, ValueError):
        found = None
    report.unlink(missing_ok=True)
    document = {"version": 1, "cell": cell.id, "inputs": known, "started": round(started),
                "seconds": round(time.time() - started, 1), "exit": errors.HARNESS if code is None else code,
                "error": _error(code, found, text), "report": found,
                "records": store.read([records]) if records.exists() and cell.kind == matrix.MUTANTS else []}
    if document["error"] and document["exit"] in VERDICTS:
        document["exit"] = errors.HARNESS
    files.write(results / f"{cell.id}.json", json.dumps(document, indent=1) + "\n")
    return document


def _error(code: Optional[int], report: Optional[Document], text: str) -> Optional[str]:
    """Why there is no verdict."""
    if code not in VERDICTS:
        return check_steps.ending(code, text)
    if not isinstance(report, dict) or not ("platforms" in report and "totals" in report or "total" in report):
        return "it ended without a report"
    return None
