# SPDX-License-Identifier: GPL-2.0
"""mdkunit launch: hand cells to an engine that exists."""

from __future__ import annotations

import argparse
import contextlib
import fnmatch
import re
import shlex
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Iterable, Optional, Sequence

from . import cells, engines, errors, gitlab, matrix, merge, progress, run
from .engines import Job, Said
from .errors import Mend
from .matrix import Cell

_MDKUNIT = "tools/testing/kunit/mdkunit"
# What mdkunit cell ends with.
_ENDING = re.compile(r"cell (\S+): (done|kept), ")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--engine", required=True, choices=(*engines.RUN, "gitlab"),
                        help="GNU parallel, a Slurm job array, or a child pipeline of GitLab, which is printed")
    matrix.add_arguments(parser)
    cells.add_results(parser)
    parser.add_argument("--only", action="append", default=[], metavar="GLOB",
                        help="only cells whose names match; repeatable")
    parser.add_argument("--jobs", type=int, metavar="N",
                        help="cells at a time, on each host (default: parallel 1, as a cell uses all processors; "
                             "slurm as many as it likes)")
    parser.add_argument("--sshlogin", action="append", default=[], metavar="HOST",
                        help="parallel: run there, as parallel's own --sshlogin; repeatable")
    parser.add_argument("--option", action="append", default=[], metavar="OPTION",
                        help="of parallel or sbatch, as it is, such as --option=--cpus-per-task=8; repeatable")
    parser.add_argument("--print", action="store_true", dest="only_print", help="print the command; start nothing")
    progress.add_quiet(parser)


def main(args: argparse.Namespace) -> int:
    _check(args)
    job = _job(args, select(matrix.read(args.matrix), args.only))
    if args.engine == "gitlab":
        sys.stdout.write(gitlab.pipeline(job))
        return errors.PASSED
    if args.only_print:
        print(shlex.join(engines.COMMANDS[args.engine](job)))
        return errors.PASSED
    cells.directory(job.results)
    outcome = Outcome(job)
    # Closed before an interrupt ends the launcher: that ends what runs.
    with contextlib.closing(engines.RUN[args.engine](job)) as lines:
        outcome.follow(lines)
    return outcome.conclude()


def _check(args: argparse.Namespace) -> None:
    if args.jobs is not None and args.jobs < 1:
        raise Mend(errors.USAGE, "--jobs must be greater than 0")
    if args.sshlogin and args.engine != "parallel":
        raise Mend(errors.USAGE, "--sshlogin is for --engine parallel")
    if args.option and args.engine == "gitlab":
        raise Mend(errors.USAGE, "--option is for --engine parallel and slurm")


def select(declared: list[Cell], globs: Sequence[str]) -> list[Cell]:
    found = [cell for cell in declared
             if not globs or any(fnmatch.fnmatchcase(cell.id, glob) for glob in globs)]
    if not found:
        raise Mend(errors.USAGE, f"--only {' '.join(globs)} matches no cell; mdkunit cell --list names those there are")
    return found


def _job(args: argparse.Namespace, chosen: list[Cell]) -> Job:
    if args.engine == "gitlab":
        # Paths of another machine's checkout, which is where its jobs begin.
        command, results = [_MDKUNIT], args.results or Path("results")
    else:
        command = [str(Path(__file__).resolve().parents[1] / "mdkunit")]
        results = args.results.resolve() if args.results else cells.directory(None)
    command += ["cell", "--results", str(results)]
    if args.matrix != matrix.FILE:
        command += ["--matrix", str(args.matrix if args.engine == "gitlab" else args.matrix.resolve())]
    return Job([cell.id for cell in chosen], command, results, run.project_root(),
               max(cell.minutes for cell in chosen), args.jobs or 0, args.sshlogin, args.option)


@dataclass
class Outcome:
    """What became of the cells: each has said how it ended, and its result
    is here. An engine's exit code proves neither."""

    job: Job
    last: dict[str, str] = field(default_factory=dict)
    endings: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.project = cells.project(self.job.root)
        self.before = {name: self._stamp(name) for name in self.job.ids}

    def follow(self, lines: Iterable[Said]) -> None:
        for name, text in lines:
            progress.note(f"{name}: {text}" if name else text)
            # rsync only repeats that something else went wrong.
            if text.strip() and not (text.startswith("rsync") and self.last.get(name)):
                self.last[name] = text.strip()
            ending = _ENDING.match(text)
            if ending and ending.group(1) == name:
                self.endings[name] = ending.group(2)

    def conclude(self) -> int:
        found, lost = [], {}
        for name in self.job.ids:
            try:
                found.append(self._result(name))
            except Mend as error:
                lost[name] = str(error)
        for one in found:
            print(f"cell {one['cell']}: {cells.outcome(one)}")
        print(f"{len(found)} of {len(self.job.ids)} cells have a result; to join them: mdkunit merge {self.job.results}")
        code = run.verdict_code([*(one["exit"] for one in found), *([errors.HARNESS] if lost else [])])
        if lost:
            some = ", ".join(f"{name} ({why})" for name, why in list(lost.items())[:3])
            raise Mend(code, f"{len(lost)} of {len(self.job.ids)} cells have no result: {some}"
                             f"{', ...' if len(lost) > 3 else ''}; to run these, give the same command again")
        return code

    def _result(self, name: str) -> cells.Document:
        if name not in self.endings:
            raise Mend(errors.HARNESS, self.last.get(name) or self.last.get("") or "it was not run")
        stamp = self._stamp(name)
        if stamp is None or (self.endings[name] == "done" and stamp == self.before[name]):
            raise Mend(errors.HARNESS, f"its result did not come to {self.job.results}")
        one = merge.read(self._path(name))
        if one["inputs"].get("project") != self.project:
            raise Mend(errors.HARNESS, "it ran another state of the project")
        return one

    def _path(self, name: str) -> Path:
        return self.job.results / f"{name}.json"

    def _stamp(self, name: str) -> Optional[tuple[int, ...]]:
        try:
            info = self._path(name).stat()
        except FileNotFoundError:
            return None
        return info.st_ino, info.st_mtime_ns, info.st_size
