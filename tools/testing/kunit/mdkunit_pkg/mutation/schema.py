# SPDX-License-Identifier: GPL-2.0
"""Mutants of a source, and the one source that holds all of them.

Every place that a mutant changes is wrapped so that the number on the
kernel's command line chooses between the original and the change:

    expr    (mm_kunit_is_mutant(7) ? (change) : (original))
    stmt    { if (mm_kunit_is_mutant(7)) { change } else original }
    before  { if (mm_kunit_is_mutant(7)) { addition } original }

Wrapped places nest. A change holds plain text: only one mutant is on.
"""

from __future__ import annotations

import difflib
import hashlib
from dataclasses import asdict, dataclass, field
from typing import Any, Iterable, Iterator

from .ctext import one_line

SELECT = "mm_kunit_is_mutant"
# The outermost first, where two places are the same.
_KINDS = ("before", "stmt", "expr")


@dataclass(frozen=True)
class Edit:
    """One place: the text from start to end becomes text; for "before",
    text goes in front of it."""

    kind: str
    start: int
    end: int
    text: str


@dataclass
class Mutant:
    """One change. change says it in words that last from kernel to kernel."""

    path: str
    function: str
    line: int
    operator: str
    change: str
    edits: list[Edit]
    number: int = 0
    occurrence: int = 1

    @property
    def id(self) -> str:
        again = f" #{self.occurrence}" if self.occurrence > 1 else ""
        return f"{self.function}: {self.operator}: {self.change}{again}"

    def document(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> "Mutant":
        edits = [Edit(**edit) for edit in document["edits"]]
        return cls(**{**document, "edits": edits})


def numbered(mutants: Iterable[Mutant], sources: dict[str, str]) -> list[Mutant]:
    """mutants by place, with numbers from 1 on; of those that make the
    same source only the first."""
    result: list[Mutant] = []
    known: set[str] = set()
    times: dict[tuple[str, str, str], int] = {}
    for mutant in sorted(mutants, key=lambda one: (one.path, one.line, one.operator, one.change)):
        text = plain(sources[mutant.path], mutant)
        made = hashlib.sha256((mutant.path + "".join(text.split())).encode()).hexdigest()
        if made in known or text == sources[mutant.path]:
            continue
        known.add(made)
        name = (mutant.function, mutant.operator, mutant.change)
        times[name] = times.get(name, 0) + 1
        mutant.occurrence = times[name]
        mutant.number = len(result) + 1
        result.append(mutant)
    return result


def plain(source: str, mutant: Mutant) -> str:
    """source with only this change."""
    for edit in sorted(mutant.edits, key=lambda one: (-one.start, one.kind != "before")):
        end = edit.start if edit.kind == "before" else edit.end
        space = " " if edit.kind == "before" else ""
        source = source[:edit.start] + edit.text + space + source[end:]
    return source


def diff(source: str, mutant: Mutant) -> str:
    before, after = source.splitlines(), plain(source, mutant).splitlines()
    return "\n".join(difflib.unified_diff(before, after, f"a/{mutant.path}", f"b/{mutant.path}", lineterm=""))


@dataclass
class _Place:
    kind: str
    start: int
    end: int
    choices: list[tuple[int, str]] = field(default_factory=list)


@dataclass
class Rendered:
    """The schema of one source; spans tell where each change is in it."""

    text: str
    spans: list[tuple[int, int, int]]

    def at(self, line: int, column: int) -> int:
        """The mutant whose change is at that place, 0 for none."""
        offset = 0
        for _ in range(line - 1):
            offset = self.text.find("\n", offset) + 1
        offset += column - 1
        return next((number for start, end, number in self.spans if start <= offset < end), 0)


def render(source: str, mutants: Iterable[Mutant], include: str) -> Rendered:
    """source with all mutants in it, and include above everything."""
    places: dict[tuple[int, int, str], _Place] = {}
    for mutant in mutants:
        for edit in mutant.edits:
            key = (edit.start, edit.end, edit.kind)
            place = places.setdefault(key, _Place(edit.kind, edit.start, edit.end))
            place.choices.append((mutant.number, edit.text))
    order = sorted(places.values(), key=lambda one: (one.start, -one.end, _KINDS.index(one.kind)))
    return _Writer(source, order).write(f'#include "{include}"\n')


def crossing(edits: Iterable[Edit]) -> Iterator[tuple[Edit, Edit]]:
    """Places that overlap without one being inside the other."""
    ordered = sorted(edits, key=lambda one: (one.start, -one.end))
    open_places: list[Edit] = []
    for edit in ordered:
        while open_places and open_places[-1].end <= edit.start:
            open_places.pop()
        if open_places and edit.end > open_places[-1].end:
            yield open_places[-1], edit
        open_places.append(edit)


class _Writer:
    def __init__(self, source: str, places: list[_Place]) -> None:
        self.source, self.places = source, places
        self.parts: list[str] = []
        self.length = 0
        self.spans: list[tuple[int, int, int]] = []
        self.next = 0

    def write(self, head: str) -> Rendered:
        self._put(head)
        self._copy(0, len(self.source))
        return Rendered("".join(self.parts), self.spans)

    def _put(self, text: str, number: int = 0) -> None:
        if number:
            self.spans.append((self.length, self.length + len(text), number))
        self.parts.append(text)
        self.length += len(text)

    def _copy(self, start: int, end: int) -> None:
        """source from start to end, with the places that lie in there."""
        while self.next < len(self.places) and self.places[self.next].end <= end:
            place = self.places[self.next]
            self.next += 1
            self._put(self.source[start:place.start])
            getattr(self, "_" + place.kind)(place)
            start = place.end
        self._put(self.source[start:end])

    def _expr(self, place: _Place) -> None:
        self._put("(")
        for number, text in place.choices:
            self._put(f"{SELECT}({number}) ? (")
            self._put(one_line(text), number)
            self._put(") : ")
        self._put("(")
        self._copy(place.start, place.end)
        self._put("))")

    def _stmt(self, place: _Place) -> None:
        self._put("{ ")
        for number, text in place.choices:
            self._put(f"if ({SELECT}({number})) {{ ")
            self._put(one_line(text) or ";", number)
            self._put(" } else ")
        self._copy(place.start, place.end)
        self._put(" }")

    def _before(self, place: _Place) -> None:
        self._put("{ ")
        for number, text in place.choices:
            self._put(f"if ({SELECT}({number})) {{ ")
            self._put(one_line(text), number)
            self._put(" } ")
        self._copy(place.start, place.end)
        self._put(" }")
