# SPDX-License-Identifier: GPL-2.0
"""What the other commands wrote with --json, told apart by what it holds."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

from .. import errors
from ..errors import Mend

Document = dict[str, Any]
# Series, platform, fragments beyond the usual ones.
Cell = tuple[str, ...]


@dataclass
class Inputs:
    runs: dict[Cell, Document] = field(default_factory=dict)
    regressions: dict[Cell, dict[str, Document]] = field(default_factory=dict)
    mutants: Optional[Document] = None
    coverage: dict[Cell, Document] = field(default_factory=dict)
    calm: dict[Cell, Document] = field(default_factory=dict)
    peer: Optional[Document] = None

    @property
    def mutated(self) -> list[Document]:
        return self.mutants["mutants"] if self.mutants else []


def series(version: str) -> str:
    return ".".join(version.split(".")[:2])


def read(paths: list[Path]) -> Inputs:
    """Of two documents about the same cell the later one counts."""
    found = Inputs()
    for path in paths:
        try:
            document = json.loads(path.read_text("utf-8"))
            _take(found, document)
        except OSError as error:
            raise Mend(errors.USAGE, f"cannot read {path}: {error.strerror}; give files that --json wrote") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Mend(errors.USAGE, f"{path} is none of what mdkunit run, regressions, mutants, coverage and peer "
                                     "write with --json; leave it out") from error
    return found


def _take(found: Inputs, document: Document) -> None:
    if "sides" in document:
        _check_peer(document)
        found.peer = document
    elif "mutants" in document:
        if found.mutants:
            raise Mend(errors.USAGE, "two files hold mutants; merge the results with mdkunit mutants --only-merge")
        _check_mutants(document)
        found.mutants = document
    elif "results" in document:
        for result in document["results"]:
            found.regressions.setdefault(tuple(result["cell"]), {})[result["name"]] = result
    else:
        for one in document["platforms"]:
            kind = found.coverage if "files" in one else found.calm if len(one.get("boots", [])) > 1 else found.runs
            kind[_cell(one)] = one


def _check_mutants(document: Document) -> None:
    for one in document["mutants"]:
        if not isinstance(one["line"], int) or not {"path", "function", "id", "result"} <= one.keys():
            raise KeyError("mutants")
    for tally in (document["total"], *document["functions"].values()):
        if not {"compiled", "killed", "survived", "unreached", "equivalent", "score", "by_assertion"} <= tally.keys():
            raise KeyError("functions")


def _check_peer(document: Document) -> None:
    for side in document["sides"].values():
        if not {"compiled", "killed", "assertion", "score", "seconds_per_mutant"} <= side.keys():
            raise KeyError("sides")


def _cell(one: Document) -> Cell:
    usual = ("mm/tests", one["platform"], "devmem")
    names = [name.removeprefix("kunitconfig/").removesuffix("/.kunitconfig") for name in one.get("config", [])]
    return (series(one["kernel"]), one["platform"], *(name for name in names if name not in usual))
