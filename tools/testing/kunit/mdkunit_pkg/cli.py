# SPDX-License-Identifier: GPL-2.0
"""Subcommands, and the exits that they share."""

from __future__ import annotations

import argparse
import importlib
import os
import signal
import sys
from typing import NoReturn, Sequence

from . import errors, output, progress
from .errors import Mend

COMMANDS: dict[str, str] = {
    "run": "build a kernel with the suite, boot it, judge the log",
    "fetch": "get kernel sources into the cache",
    "clean": "show what the cache holds; --all removes it",
    "coverage": "count what the suite runs of the code under observation",
    "check": "run the project's own tests",
    "regressions": "put back the bugs that history had, and see the suite find them",
    "lint": "check names, style and warnings",
    "bench": "time collect with a flush for each page and with one for all",
    "litmus": "run the litmus tests in kernels' memory models",
    "docs": "build the pages of Documentation/mdkunit with Sphinx",
    "mutants": "measure how many small changes of the source the suite sees",
    "peer": "the same changes, judged by the kernel's own hmm-tests",
    "report": "one page of HTML of what the others measured",
    "cell": "run one cell of the matrix, once",
    "launch": "hand the cells to GNU parallel, Slurm or GitLab",
    "merge": "results of cells as one, JSON or JUnit XML",
    "table": "what is covered where, from reports",
    "presubmit": "what each commit of a series does to the suite",
    "hook": "presubmit before every git push",
    "series": "write the suite as patches that mm could take",
    "kcidb": "reports as a submission to KCIDB",
    "patch": "print the suite as a patch for a kernel tree",
    "doctor": "say what this machine lacks, and for what",
    "completion": "print what lets a shell complete these commands",
    "man": "print the manual page",
}
# Where the module has another name.
MODULES = {"cell": "cells", "report": "webpage"}


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Mend(errors.USAGE, f"{message}; see {self.prog} --help")


def parser_of(names: Sequence[str]) -> argparse.ArgumentParser:
    """A parser that knows the options of names, and of all commands the summary."""
    parser = _Parser(prog="mdkunit", description="KUnit tests of mm/migrate_device.c")
    sub = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, summary in COMMANDS.items():
        child = sub.add_parser(name, help=summary, description=summary, allow_abbrev=False)
        if name in names:
            module = importlib.import_module(f".{MODULES.get(name, name)}", __package__)
            module.add_arguments(child)
            child.set_defaults(main=module.main)
    return parser


def main(argv: Sequence[str]) -> int:
    """Run one subcommand; its exit code. Errors are one line on stderr."""
    try:
        # Only the subcommand asked for is imported: one that is broken
        # must not take the others along.
        args = parser_of(argv[:1]).parse_args(list(argv))
        progress.quiet = getattr(args, "quiet", False)
        output.wanted_for(args)
        return int(args.main(args))
    except Mend as error:
        progress.complain(f"error: {error}")
        return error.code
    except OSError as error:
        mend = errors.from_oserror(error)
        progress.complain(f"error: {mend}")
        return mend.code


def _interrupted(_signum: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


def entry(argv: Sequence[str]) -> NoReturn:
    """main() for the command line: what a signal ends dies of that signal."""
    # A shell starts background jobs with SIGINT ignored.
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, _interrupted)
    out = output.watch()
    code = errors.PASSED
    try:
        code = main(argv)
        out.flush()
    except output.Gone:
        pass
    except KeyboardInterrupt:
        progress.complain("interrupted; nothing is left running")
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
        raise
    if out.gone:
        output.die()
    sys.exit(code)
