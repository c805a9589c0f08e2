# SPDX-License-Identifier: GPL-2.0
"""mdkunit man: the manual page, made of what --help knows."""

from __future__ import annotations

import argparse
import signal
from typing import Iterable, Iterator

from . import cache, errors
from .commands import Command, Option, commands

_STATUS = [
    (errors.PASSED, "All cases passed, or what was asked for is done."),
    (errors.FAILED, "A case failed, or a check did."),
    (errors.USAGE, "Wrong arguments: one line says what is wrong and how to mend it."),
    (errors.CONFIG, "This machine or the kernel tree lacks something; the line says what."),
    (errors.BUILD, "The kernel does not build. Of litmus and docs: skipped."),
    (errors.HARNESS, "The kernel did not get far enough for a verdict."),
    (128 + signal.SIGPIPE, "Killed by SIGPIPE, for nobody read the output. A run, or other work, is then ended, or done "
                           "to its end without a word if it has a file to write, as with --json."),
]
_ENVIRONMENT = [
    ("XDG_CACHE_HOME", "Sources, builds and results are in its directory mdkunit, else in ~/.cache/mdkunit."),
    ("CELLS", "What mdkunit check runs the suite on, such as um:7.3,x86_64:6.1."),
    ("PLATFORM", "What mdkunit presubmit runs on without --platform."),
    ("LLVM", "As for the kernel's make: compile with clang."),
    ("MDKUNIT_ACCEL", "tcg: have QEMU emulate x86_64 where the processor could do better."),
    ("MDKUNIT_OVERLAY", "farm: lay the suite over a tree with links, without mount namespaces."),
]
_CACHE = "~/.cache/mdkunit"
_EXAMPLES = [
    ("mdkunit run", "The suite on the newest kernel that Debian offers, in User Mode Linux."),
    ("mdkunit run --kdir ~/linux --platform all", "A tree of yours, in UML and in QEMU. It is not touched."),
    ("mdkunit presubmit --kdir ~/linux origin/master..HEAD", "What each commit of a series does to the suite."),
]


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    pass


def main(_args: argparse.Namespace) -> int:
    print("\n".join(page(commands())))
    return errors.PASSED


def page(known: Iterable[Command]) -> list[str]:
    """In roff, with the macros of man(7)."""
    lines = [".\\\" SPDX-License-Identifier: GPL-2.0", ".TH MDKUNIT 1", ".SH NAME",
             _text("mdkunit - KUnit tests of the kernel's mm/migrate_device.c"), ".SH SYNOPSIS",
             ".B mdkunit", ".I COMMAND", _text("[options]"), ".SH DESCRIPTION",
             _text("Lays a KUnit suite over a kernel tree, builds and boots it, and judges the log. "
                   "The tree is not changed. make(1) has a verb for the usual commands: make help."), ".SH COMMANDS"]
    for command in known:
        lines += [f".SS {_text(command.name)}", _text(f"{command.summary[0].upper()}{command.summary[1:]}.")]
        lines += [line for option in command.options for line in _option(option)]
    lines += [".SH EXIT STATUS", *_list((str(code), text) for code, text in _STATUS),
              ".SH ENVIRONMENT", *_list(_ENVIRONMENT), ".SH FILES", *_list(_files()), ".SH EXAMPLES", *_list(_EXAMPLES),
              ".SH SEE ALSO", _text("Documentation/mdkunit in the project, from index.rst on; "
                                    "Documentation/dev-tools/kunit in the kernel.")]
    return lines


def _files() -> Iterator[tuple[str, str]]:
    yield _CACHE, ("The cache, or $XDG_CACHE_HOME/mdkunit. mdkunit clean shows how big it is and removes what it is "
                   "asked to; what is gone is fetched or made again. In it:")
    for name, what in cache.FOLDERS.items():
        yield f"{_CACHE}/{name}", f"{what[0].upper()}{what[1:]}."


def _option(option: Option) -> list[str]:
    names = ", ".join(option.names)
    return [".TP", f".B {_text(' '.join(filter(None, (names, option.value))))}", _text(option.help or "-")]


def _list(items: Iterable[tuple[str, str]]) -> list[str]:
    return [line for name, text in items for line in (".TP", f".B {_text(name)}", _text(text))]


def _text(text: str) -> str:
    """As it is, whatever roff makes of some characters."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text.startswith((".", "'")) else text
