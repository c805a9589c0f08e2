# SPDX-License-Identifier: GPL-2.0
"""mdkunit merge: results of cells as one."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from . import cells, errors, files, junit, run
from .errors import Mend
from .mutation import score
from .mutants import EQUIVALENT

Document = dict[str, Any]
_FIELDS = {"cell": str, "exit": int, "started": (int, float), "seconds": (int, float), "error": (str, type(None)),
           "inputs": dict, "report": (dict, type(None)), "records": list}
_COUNTS = ("passed", "failed", "skipped", "not_run", "complaints_outside")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("results", nargs="+", type=Path, metavar="FILE",
                        help="written by mdkunit cell, or a directory of such files")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the runs there, as mdkunit run --json does")
    parser.add_argument("--mutants", type=Path, metavar="FILE",
                        help="write the mutants there, as mdkunit mutants --json does")
    parser.add_argument("--junit", type=Path, metavar="FILE", help="write the runs there as JUnit XML")


def main(args: argparse.Namespace) -> int:
    for option in ("json", "mutants", "junit"):
        if path := getattr(args, option):
            files.check(f"--{option}", path)
    found = once([read(path) for path in named(args.results)])
    merged = document(found)
    figures = mutants(found)
    if args.mutants and not figures["mutants"]:
        raise Mend(errors.USAGE, "--mutants: none of these cells has mutants; leave the option out")
    for path, text in ((args.json, json.dumps(merged, indent=2) + "\n"),
                       (args.mutants, json.dumps(figures, indent=1) + "\n"), (args.junit, junit.text(found))):
        if path:
            files.write(path, text)
    for one in found:
        print(f"cell {one['cell']}: {cells.outcome(one)}, {one['seconds']:.0f} s")
    if merged["error"]:
        print(f"mdkunit: {merged['error']}", file=sys.stderr)
    print("{passed} passed, {failed} failed, {skipped} skipped".format(**merged["totals"]))
    return int(merged["exit"])


def named(paths: list[Path]) -> list[Path]:
    """The files, those of directories in the order of their names."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.glob("[!.]*.json")) if path.is_dir() else [path]
        if not inside:
            raise Mend(errors.USAGE, f"{path} holds no results; mdkunit cell --results {path} writes them")
        found += inside
    return found


def read(path: Path) -> Document:
    try:
        one = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise Mend(errors.USAGE, f"cannot read {path}: {error.strerror}; give files that mdkunit cell wrote") from error
    except ValueError as error:
        raise Mend(errors.CONFIG, f"{path} is broken ({error}); remove it and run mdkunit cell {path.stem} "
                                  "again") from error
    if not isinstance(one, dict) or not all(isinstance(one.get(name), kind) for name, kind in _FIELDS.items()):
        raise Mend(errors.USAGE, f"{path} is no result of mdkunit cell; leave it out")
    try:
        cells.outcome(one)
        junit.text([one])
        mutants([one])
    except (KeyError, TypeError, AttributeError):
        raise Mend(errors.CONFIG, f"{path} lacks a part of its report; remove it and run mdkunit cell {one['cell']} "
                                  "again") from None
    return one


def once(documents: list[Document]) -> list[Document]:
    """Of a cell that ran twice the later result counts, unless only the
    earlier one is a verdict."""
    found: dict[str, Document] = {}
    for one in documents:
        held = found.get(one["cell"])
        if held is None:
            found[one["cell"]] = one
        elif held != one:
            print(f"mdkunit: cell {one['cell']} ran twice; the later verdict counts", file=sys.stderr)
            found[one["cell"]] = max(held, one, key=lambda each: (each["error"] is None, each["started"]))
    projects = {one["inputs"].get("project") for one in found.values()}
    if len(projects) > 1:
        print(f"mdkunit: these cells ran {len(projects)} states of the project", file=sys.stderr)
    return list(found.values())


def document(found: list[Document]) -> Document:
    """What mdkunit run --json would have written of all runs, and the cells."""
    reports = [one["report"] for one in found if one["report"] and "totals" in one["report"]]
    counts = {name: sum(report["totals"].get(name, 0) for report in reports) for name in _COUNTS}
    code = run.verdict_code([one["exit"] for one in found])
    lost = [one["cell"] for one in found if one["error"]]
    return {"version": 1, "exit": code, "error": f"no verdict from {', '.join(lost)}" if lost else None,
            "totals": counts, "platforms": [platform for report in reports for platform in report["platforms"]],
            "cells": [{name: one[name] for name in ("cell", "inputs", "started", "seconds", "exit", "error")}
                      for one in found]}


def mutants(found: list[Document]) -> Document:
    """The figures of all shards together."""
    records = [record for one in found for record in one["records"]]
    kernels = sorted({record["kernel"] for record in records})
    if len(kernels) > 1:
        raise Mend(errors.USAGE, f"the mutants are of {' and '.join(kernels)}, whose figures do not add up; "
                                 "merge the cells of one kernel")
    return score.document(score.score(records, score.equivalents(run.project_root() / EQUIVALENT)))
