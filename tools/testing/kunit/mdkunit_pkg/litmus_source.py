# SPDX-License-Identifier: GPL-2.0
"""Litmus files, and whether a kernel still has what they are models of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

from . import csource, errors
from .errors import Mend

DIRECTORY = "Documentation/mdkunit/litmus"
RESULTS = ("Never", "Sometimes", "Always")
_LABEL = re.compile(r"/\* ([a-z_]+) \*/")
_ORDERS = re.compile(r"\b(smp_\w+|synchronize_rcu|spin_lock|spin_unlock)\(")


@dataclass(frozen=True)
class Model:
    """One litmus file; twin names the sound model that this one breaks."""

    name: str
    path: Path
    result: str
    twin: str
    labels: frozenset[str]
    unlabelled: tuple[str, ...]


@dataclass(frozen=True)
class Tie:
    """A label of a model, and the source that it stands for."""

    label: str
    files: tuple[str, ...]
    functions: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]


def models(root: Path) -> list[Model]:
    found = [_model(path) for path in sorted((root / DIRECTORY).glob("*.litmus"))]
    if not found:
        raise Mend(errors.CONFIG, f"there is no litmus file in {root / DIRECTORY}; use a complete checkout")
    return found


def _model(path: Path) -> Model:
    text = path.read_text("utf-8")
    header = dict(re.findall(r"^ \* (Result|Twin): (\S+)$", text, re.M))
    name = text.split("\n", 1)[0].partition(" ")[2]
    if name != path.stem or header.get("Result") not in RESULTS:
        raise Mend(errors.CONFIG, f"{path.name} must begin with 'C {path.stem}' and state its result, such as "
                                  "' * Result: Never'")
    body = text.partition("*)\n\n{")[2]
    bare = tuple(line.strip() for line in body.splitlines() if _ORDERS.search(line) and not _LABEL.search(line))
    return Model(name, path, header["Result"], header.get("Twin", ""), frozenset(_LABEL.findall(body)), bare)


def ties(root: Path) -> list[Tie]:
    found = []
    for line in (root / DIRECTORY / "sources.list").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            label, files, functions, words = line.split("\t")
            found.append(Tie(label, tuple(files.split(",")), tuple(functions.split(",")),
                             tuple(tuple(word.split(",")) for word in words.split())))
    return found


def faults(found: list[Model], tied: list[Tie]) -> Iterator[str]:
    """What is wrong among the files themselves."""
    by_name = {one.name: one for one in found}
    broken = {one.twin for one in found if one.twin}
    known = {tie.label for tie in tied}
    for one in found:
        if one.twin and (one.twin not in by_name or by_name[one.twin].result == one.result):
            yield f"{one.name}: its twin {one.twin} does not exist or has the same result"
        if not one.twin and one.name not in broken:
            yield f"{one.name}: no broken twin, so nothing shows that the model can fail"
        for label in sorted(one.labels - known):
            yield f"{one.name}: no source for {label} in sources.list"
        if not one.twin:
            yield from (f"{one.name}: '{line}' has no label" for line in one.unlabelled)
    for label in sorted(known - frozenset().union(*(one.labels for one in found))):
        yield f"sources.list: no model has {label}"


def outdated(tied: list[Tie], tree: Path) -> Iterator[str]:
    """Ties that the source in tree no longer has."""
    bodies: dict[str, dict[str, list[str]]] = {}
    for tie in tied:
        for file in tie.files:
            if file not in bodies:
                bodies[file] = _bodies(tree / file)
        places = [body for file in tie.files for name in tie.functions for body in bodies[file].get(name, [])]
        if not any(_in_order(tie.words, body) for body in places):
            wanted = ", ".join("/".join(word) for word in tie.words)
            yield f"litmus model out of date: {tie.label}: {' or '.join(tie.functions)} in " \
                  f"{' or '.join(tie.files)} {'has no' if places else 'is gone; wanted'} {wanted}" \
                  f"{' in this order' if places else ''}"


def _bodies(path: Path) -> dict[str, list[str]]:
    """Functions by name; there may be one for each side of an #ifdef."""
    found: dict[str, list[str]] = {}
    if path.is_file():
        text = path.read_text("utf-8", "replace")
        lines = csource.blanked(text).split("\n")
        for function in csource.functions(text):
            body = "\n".join(lines[function.line - 1:function.line - 1 + function.lines])
            found.setdefault(function.name, []).append(body.partition("{")[2])
    return found


def _in_order(words: tuple[tuple[str, ...], ...], body: str) -> bool:
    at = 0
    for word in words:
        match = re.compile(rf"\b(?:{'|'.join(word)})\b").search(body, at)
        if not match:
            return False
        at = match.end()
    return True
