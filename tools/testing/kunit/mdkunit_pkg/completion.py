# SPDX-License-Identifier: GPL-2.0
"""mdkunit completion: a shell that knows the commands and their options."""

from __future__ import annotations

import argparse
import shlex
from typing import Iterable

from . import errors
from .commands import Command, Option, commands

_WHOLE = """\
# For bash: source <(mdkunit completion bash). zsh takes it, too, after
# autoload -U bashcompinit && bashcompinit
_mdkunit() {{
    local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD-1]}} option=
    COMPREPLY=()
    if ((COMP_CWORD == 1)); then
        COMPREPLY=($(compgen -W {names} -- "$cur"))
        return
    fi
    # bash takes = for a word of its own, zsh does not.
    if [[ $cur == = ]]; then
        cur=
    elif [[ $prev == = ]]; then
        prev=${{COMP_WORDS[COMP_CWORD-2]}}
    elif [[ $cur == --*=* ]]; then
        prev=${{cur%%=*}} option=${{cur%%=*}}= cur=${{cur#*=}}
    fi
    case "${{COMP_WORDS[1]}} $prev" in
{values}
    esac
    case "${{COMP_WORDS[1]}} $cur" in
{options}
    esac
}}
complete -o filenames -F _mdkunit mdkunit"""

_PREFIX = '-P "$option" '


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
            if places and option.value:
                # After an option with a value of its own, nothing is better than a guess.
                values.append(f"    {places}) {_reply(option, _PREFIX)}return ;;")
        flags = " ".join(name for option in command.options for name in option.names)
        options.append(f'    "{command.name} -"*) COMPREPLY=($(compgen -W {shlex.quote(flags)} -- "$cur")) ;;')
        options += [f'    "{command.name} "*) {_reply(option)};;' for option in command.options if not option.names]
    return _WHOLE.format(names=shlex.quote(" ".join(names)), values="\n".join(values), options="\n".join(options))


def _reply(option: Option, more: str = "") -> str:
    """What completes a value, or an argument without a name."""
    if not option.choices and not option.is_path:
        return ""
    words = f"-W {shlex.quote(' '.join(option.choices))}" if option.choices else "-f"
    return f'COMPREPLY=($(compgen {more}{words} -- "$cur")); '
