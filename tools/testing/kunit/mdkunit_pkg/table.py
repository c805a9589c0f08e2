# SPDX-License-Identifier: GPL-2.0
"""mdkunit table: what is covered on which cell, from the reports of runs."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any, Callable

from . import errors, tree
from .errors import Mend
from .platforms import PLATFORMS

BEGIN, END = "<!-- coverage begin", "<!-- coverage end -->"
Cells = dict[tuple[str, str], dict[str, Any]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("reports", nargs="+", type=Path, metavar="JSON", help="written by mdkunit run --json")
    parser.add_argument("--into", type=Path, metavar="FILE",
                        help="replace the table between the coverage comments of FILE instead of printing it")


def main(args: argparse.Namespace) -> int:
    text = table(read_cells(args.reports))
    if args.into:
        args.into.write_text(replaced(args.into.read_text("utf-8"), text), "utf-8")
    else:
        print(text, end="")
    return errors.PASSED


def read_cells(reports: list[Path]) -> Cells:
    """(series, platform) -> what the report says of it; the last one wins."""
    cells: Cells = {}
    for path in reports:
        try:
            for found in json.loads(path.read_text("utf-8"))["platforms"]:
                cells[tree.series(found["kernel"]), found["platform"]] = found
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Mend(errors.USAGE, f"{path} is no report of mdkunit run --json") from error
    return cells


def table(cells: Cells) -> str:
    """Markdown: a line a family of suites, "passed / skipped" for each cell."""
    order = sorted(cells, key=lambda cell: ([-int(part) for part in cell[0].split(".")], PLATFORMS.index(cell[1])))
    families: dict[str, list[str]] = {}
    for suite in sorted({case["suite"] for cell in order for case in cells[cell]["cases"]}):
        families.setdefault(_family(suite), []).append(suite)
    lines = [_line("suite", [f"{series} {platform}" for series, platform in order]), "|---" * (len(order) + 1) + "|"]

    def add(name: str, value: Callable[[dict[str, Any]], str]) -> None:
        lines.append(_line(name, [value(cells[cell]) for cell in order]))

    for family, suites in families.items():
        name = f"{family}* ({len(suites)} suites)" if suites[1:] else suites[0]
        add(name, lambda cell, suites=suites: _counts(cell, suites))  # type: ignore[misc]
    add("**all**", lambda cell: _counts(cell, sum(families.values(), [])))
    add("kernel", lambda cell: str(cell["kernel"]))
    add("boot and run", lambda cell: f"{cell['seconds']['run']:.1f} s")
    add("in the cases", lambda cell: f"{sum(case['seconds'] for case in cell['cases']):.2f} s")
    return "\n".join(lines) + "\n"


def replaced(text: str, new: str, first: str = BEGIN, last: str = END) -> str:
    head, begin, rest = text.partition(first)
    comment, newline, rest = rest.partition("\n")
    _old, end, tail = rest.partition(last)
    if not (begin and newline and end):
        raise Mend(errors.USAGE, f"there is no '{first}' and '{last}' to put the table between")
    return head + begin + comment + newline + new + end + tail


def _line(name: str, values: list[str]) -> str:
    return f"| {name} | {' | '.join(values)} |"


def _family(suite: str) -> str:
    """What the first words of its name say it is about."""
    words = suite.split("_")
    return "_".join(words[:3] if suite.startswith("migrate_device_") else words[:1])


def _counts(cell: dict[str, Any], suites: list[str]) -> str:
    status = [case["status"] for case in cell["cases"] if case["suite"] in suites]
    if not status:
        return "-"
    failed = len(status) - status.count("PASS") - status.count("SKIP")
    text = str(status.count("PASS"))
    if "SKIP" in status:
        text += f" / {status.count('SKIP')}"
    return f"{text} / **{failed} failed**" if failed else text
