# SPDX-License-Identifier: GPL-2.0
"""What gcov says of one source file, by function and line; ways to show it."""

from __future__ import annotations

import fnmatch
import json
import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Iterable, Iterator, Sequence

from . import csource, errors
from .errors import Mend


@dataclass
class Figure:
    """So many of so many."""

    hit: int = 0
    of: int = 0

    def add(self, other: "Figure") -> None:
        self.hit += other.hit
        self.of += other.of

    def __str__(self) -> str:
        # Rounded down: 100 % is to mean all.
        return f"{self.hit}/{self.of} ({1000 * self.hit // self.of / 10 if self.of else 100:.1f} %)"

    def document(self) -> dict[str, int]:
        return {"hit": self.hit, "of": self.of}


@dataclass
class Line:
    count: int = 0
    branches: list[int] = field(default_factory=list)


@dataclass
class File:
    """A source file, line by line; lines without code are left out."""

    path: str
    source: list[str]
    lines: dict[int, Line]
    functions: list[csource.Function]

    def figures(self, first: int = 1, last: int = 1 << 30) -> tuple[Figure, Figure]:
        """(lines, branches) of a part of the file."""
        chosen = [line for number, line in self.lines.items() if first <= number <= last]
        branches = [count for line in chosen for count in line.branches]
        return (Figure(sum(line.count > 0 for line in chosen), len(chosen)),
                Figure(sum(count > 0 for count in branches), len(branches)))

    def by_function(self) -> Iterator[tuple[str, int, Figure, Figure]]:
        for function in self.functions:
            lines, branches = self.figures(function.line, function.line + function.lines - 1)
            if lines.of:
                yield function.name, function.line, lines, branches

    def not_hit(self) -> list[int]:
        return [number for number, line in sorted(self.lines.items()) if not line.count]

    def not_taken(self) -> list[tuple[int, int]]:
        """(line, branch) where the line ran and the branch was not taken."""
        return [(number, branch) for number, line in sorted(self.lines.items()) if line.count
                for branch, count in enumerate(line.branches) if not count]


def gcov(gcda: Path, tool: str) -> list[dict[str, Any]]:
    """The files of gcov's report on gcda, which lies beside its .gcno."""
    command = [tool, "--json-format", "--branch-probabilities", "--branch-counts", "--stdout", gcda.name]
    try:
        done = subprocess.run(command, cwd=gcda.parent, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise Mend(errors.CONFIG, f"{tool} is missing; install the package of the gcc that built the kernel") from None
    reports = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode or not reports or "version mismatch" in done.stderr or "stamp mismatch" in done.stderr:
        raise Mend(errors.CONFIG, f"{tool} cannot read {gcda.name}: {(done.stderr.strip() or 'no report')[:200]}")
    return [file for report in reports for file in report["files"]]


def merged(entries: Iterable[dict[str, Any]]) -> dict[int, Line]:
    """One entry a line: a function that was inlined has one for each copy."""
    lines: dict[int, Line] = {}
    for entry in entries:
        line = lines.setdefault(entry["line_number"], Line())
        line.count += entry["count"]
        taken = [branch["count"] for branch in entry["branches"] if not branch["throw"]]
        if len(taken) == len(line.branches):
            line.branches = [one + other for one, other in zip(line.branches, taken)]
        else:
            line.branches += taken
    return lines


def read_file(name: str, entry: dict[str, Any], source: Path, observed: Sequence[str] = ("*",)) -> File:
    """What gcov counted in source, in the functions that the globs name."""
    text = source.read_text("utf-8", "replace")
    functions = [one for one in csource.functions(text)
                 if any(fnmatch.fnmatchcase(one.name, glob) for glob in observed)]
    within = {line for one in functions for line in range(one.line, one.line + one.lines)}
    lines = merged(entry["lines"])
    return File(name, text.split("\n"), {number: line for number, line in lines.items() if number in within}, functions)


def in_tree(path: str) -> str:
    """A path of gcov's relative to the kernel tree, if it is one of mm/."""
    parts = os.path.normpath(path).split("/")
    return "/".join(parts[-2:]) if parts[-2:-1] == ["mm"] else ""


def ranges(numbers: Iterable[int], lines: dict[int, Line]) -> str:
    """"12-15, 20": runs that only lines without code interrupt are one."""
    coded = sorted(lines)
    place = {number: index for index, number in enumerate(coded)}
    runs: list[list[int]] = []
    for number in numbers:
        if runs and place[number] == place[runs[-1][1]] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def annotated(file: File) -> str:
    """The source with counts before the lines, branches behind them."""
    text = []
    for number, source in enumerate(file.source, 1):
        line = file.lines.get(number)
        count = "-" if line is None else str(line.count) if line.count else "#####"
        text.append(f"{count:>9}:{number:5}:{source}")
        for branch, taken in enumerate(line.branches if line else []):
            text.append(f"branch {branch:2} " + (f"taken {taken}" if taken else "never taken"))
    return "\n".join(text) + "\n"


def tracefile(file: File, source: Path) -> str:
    """The same for lcov and genhtml."""
    text = ["TN:", f"SF:{source}"]
    for name, at, lines, _branches in file.by_function():
        text += [f"FN:{at},{name}", f"FNDA:{int(lines.hit > 0)},{name}"]
    for number, line in sorted(file.lines.items()):
        text += [f"BRDA:{number},0,{branch},{taken if line.count else '-'}"
                 for branch, taken in enumerate(line.branches)]
        text.append(f"DA:{number},{line.count}")
    return "\n".join([*text, "end_of_record", ""])
