# SPDX-License-Identifier: GPL-2.0
"""The commands and their options, as argparse knows them."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import Iterator

from . import cli

# What says that an argument is a name of something on the disk.
_PATHS = ("FILE", "DIR", "PATH", "PATCH", "REPORT", "JSON")


@dataclass
class Option:
    """One option, or an argument without a name."""

    names: list[str]
    value: str
    choices: list[str]
    help: str

    @property
    def is_path(self) -> bool:
        return any(self.value.startswith(word) for word in _PATHS)


@dataclass
class Command:
    name: str
    summary: str
    options: list[Option]


def commands() -> Iterator[Command]:
    """All of them, with the options that their modules add."""
    parser = cli.parser_of(list(cli.COMMANDS))
    subparsers = next(action for action in parser._actions
                      if isinstance(action, argparse._SubParsersAction))
    for name, child in subparsers.choices.items():
        yield Command(name, cli.COMMANDS[name], [_option(child, action) for action in child._actions])


def _option(parser: argparse.ArgumentParser, action: argparse.Action) -> Option:
    value = ""
    if action.nargs != 0:
        named = action.metavar or (action.dest.upper() if action.option_strings else action.dest)
        value = named if isinstance(named, str) else " ".join(named)
    choices = [str(choice) for choice in action.choices or (value.split("|") if "|" in value else [])]
    formatter = parser._get_formatter()
    text = "" if action.help in (None, argparse.SUPPRESS) else formatter._expand_help(action)
    return Option(list(action.option_strings), "|".join(choices) if choices else value, choices, " ".join(text.split()))
