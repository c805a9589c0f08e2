# SPDX-License-Identifier: GPL-2.0
"""mdkunit completion: a shell that knows the commands and their options."""

from __future__ import annotations

import argparse
import shlex
from typing import Iterable

from . import errors
from .commands import Command, commands

_WHOLE = """\
# For bash: source <(mdkunit completion bash). zsh takes it, too, after
# autoload -U bashcompinit && bashcompinit
_mdkunit() {{
    local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD-1]}}
    COMPREPLY=()
    if ((COMP_CWORD == 1)); then
        COMPREPLY=($(compgen -W {names} -- "$cur"))
        return
    fi
    case "${{COMP_WORDS[1]}} $prev" in
{values}
    esac
    case "${{COMP_WORDS[1]}} $cur" in
{options}
    *) COMPREPLY=($(compgen -f -- "$cur")) ;;
    esac
}}
complete -o filenames -F _mdkunit mdkunit"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=["bash"], help="the shell; zsh takes bash's by its bashcompinit")


def main(_args: argparse.Namespace) -> int:
    print(script(commands()))
    return errors.PASSED


def script(known: Iterable[Command]) -> str:
    names, values, options = [], [], []
    for command in known:
        names.append(command.name)
        for option in command.options:
            places = "|".join(f'"{command.name} {name}"' for name in option.names)
            if not places or not option.value:
                continue
            words = f"-W {shlex.quote(' '.join(option.choices))}" if option.choices else "-f"
            # After an option with a value of its own, nothing is better than a guess.
            reply = f'COMPREPLY=($(compgen {words} -- "$cur")); ' if option.choices or option.is_path else ""
            values.append(f"    {places}) {reply}return ;;")
        flags = " ".join(name for option in command.options for name in option.names)
        options.append(f'    "{command.name} -"*) COMPREPLY=($(compgen -W {shlex.quote(flags)} -- "$cur")) ;;')
    return _WHOLE.format(names=shlex.quote(" ".join(names)), values="\n".join(values), options="\n".join(options))
