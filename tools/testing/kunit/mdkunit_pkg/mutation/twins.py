# SPDX-License-Identifier: GPL-2.0
"""Which mutants the compiler makes the same code of, as of the original or
as of each other."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import queue
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Iterable, Iterator, Optional, Sequence

from .. import files, overlay, progress
from .copies import Copy, Place, inside, place, with_copies
from .same import ORIGINAL
from .schema import Mutant
from .store import Record
from .workshop import Schema, Workshop

# Copies of functions in one compilation, and what they may have of text.
_MOST, _LONGEST = 80, 600_000


@dataclass(frozen=True)
class Code:
    """What the compiler makes of a mutant, in all objects that have it."""

    code: str
    same_as_original: bool


Codes = dict[int, Code]
# By number, as it is kept; None for what does not compile alone.
_Found = dict[str, Optional[tuple[str, bool]]]


def marks(mutants: Iterable[Mutant], codes: Codes) -> dict[int, Record]:
    """What records of these mutants say of their code: "same" is the
    original, or a mutant before it by its name, or empty."""
    first: dict[tuple[str, str, str], str] = {}
    found: dict[int, Record] = {}
    for one in mutants:
        if known := codes.get(one.number):
            name = first.setdefault((one.path, one.function, known.code), one.id)
            same = ORIGINAL if known.same_as_original else name if name != one.id else ""
            found[one.number] = {"code": known.code, "same": same}
    return found


@dataclass(frozen=True)
class _Unit:
    """What is compiled in one go: copies of functions of one source."""

    path: str
    copies: list[Copy]

    def functions(self) -> dict[str, list[str]]:
        """The original first."""
        names: dict[str, list[str]] = {}
        for one in self.copies:
            names.setdefault(one.function, []).append(one.alias)
        return names

    def part(self, mutants: Sequence[Copy]) -> "_Unit":
        kept = {one.function for one in mutants}
        originals = [one for one in self.copies if one.mutant is None and one.function in kept]
        return _Unit(self.path, sorted([*originals, *mutants], key=lambda one: one.alias))

    @property
    def mutants(self) -> list[Mutant]:
        return [one.mutant for one in self.copies if one.mutant]


class Twins:
    """Compiles mutants of a workshop's schema, some at a time. The build
    must be one of the unchanged source, and is not touched."""

    def __init__(self, shop: Workshop, schema: Schema) -> None:
        self.shop, self.schema = shop, schema
        self.kept = shop.build.home / f"{shop.name}.codes.json"
        self._commands = {path: shop.commands(path) for path in schema.sources}
        # Behind the last function that is changed.
        self._ends = {path: max((end for _start, _name, end in places.values()), default=0)
                      for path, places in schema.places.items()}
        self._slots: "queue.Queue[overlay.View]" = queue.Queue()
        self._done = 0

    def codes(self, wanted: Sequence[Mutant]) -> Codes:
        """Those of wanted, as far as they compile alone."""
        key = self._key()
        known: _Found = {}
        with contextlib.suppress(OSError, ValueError, KeyError):
            document = json.loads(self.kept.read_text("utf-8"))
            known = document["codes"] if document["key"] == key else {}
        todo = [one for one in wanted if str(one.number) not in known]
        for some in self._compare(todo) if todo else ():
            # At once, as all of it may take longer than anybody waits.
            known.update(some)
            files.write(self.kept, json.dumps({"key": key, "codes": known}))
        return {one.number: Code(*found) for one in wanted if (found := known.get(str(one.number)))}

    def _key(self) -> str:
        """Of what is compiled, and how: objects are other ones where a
        header or the configuration changed."""
        names = ("assembly", "codes", "copies", "twins")
        here = [Path(__file__).with_name(f"{name}.py").read_text("utf-8") for name in names]
        parts = [self.schema.key, *here, json.dumps(self._commands)]
        objects = [self.shop.build.obj / name for names in self._commands.values() for name in names]
        data = "\0".join(parts).encode() + b"".join(hashlib.sha256(one.read_bytes()).digest() for one in objects)
        return hashlib.sha256(data).hexdigest()[:12]

    def _compare(self, todo: Sequence[Mutant]) -> Iterator[_Found]:
        units = list(self._units(todo))
        jobs = 1 if self.shop.build.view.farmed else self.shop.jobs
        views = [self._view(number) for number in range(jobs)]
        for view in views:
            self._slots.put(view)
        with progress.phase("compare the code of mutants", lambda: f"{self._done} of {len(todo)}"):
            with ThreadPoolExecutor(jobs) as pool:
                for some in pool.map(self._work, units):
                    self._done += len(some)
                    yield some
        # A farm is one for all, and shows the last source with copies.
        self.shop.build.view.prepare()

    def _view(self, number: int) -> overlay.View:
        layer = self.shop.build.home / f"mutants.copies.{number}"
        layer.mkdir(exist_ok=True)
        view = replace(self.shop.build.view, layers=[layer, *self.shop.build.view.layers])
        view.prepare()
        return view

    def _units(self, todo: Sequence[Mutant]) -> Iterator[_Unit]:
        """Mutants of a function stay together as far as possible."""
        for path, mutants in itertools.groupby(todo, key=lambda one: one.path):
            unit, length = _Unit(path, []), 0
            for one in sorted(mutants, key=lambda one: (one.function, one.number)):
                where = self._place(one)
                if where is None:
                    continue
                size = where.end - where.start
                if len(unit.copies) >= _MOST or length + size > _LONGEST:
                    yield unit
                    unit, length = _Unit(path, []), 0
                if one.function not in {copy.function for copy in unit.copies}:
                    unit.copies.append(Copy(one.function, where))
                unit.copies.append(Copy(one.function, where, one))
                length += size
            if unit.copies:
                yield unit

    def _place(self, mutant: Mutant) -> Optional[Place]:
        found = self.schema.places[mutant.path].get(mutant.function)
        where = place(self.schema.sources[mutant.path], mutant.function, found) if found else None
        return where if where and inside(mutant, where) else None

    def _work(self, unit: _Unit) -> _Found:
        view = self._slots.get()
        try:
            found = self._compiled(unit, view)
        finally:
            self._slots.put(view)
        return {**{str(one.number): None for one in unit.mutants}, **found}

    def _compiled(self, unit: _Unit, view: overlay.View) -> _Found:
        """Without what does not compile next to the others."""
        said = self._compile(unit, view)
        if "codes" in said:
            return dict(_told(unit, said["codes"]))
        left = [one for one in unit.copies if one.mutant and one.alias not in said["failed"]]
        half = len(left) // 2
        parts = [left] if len(left) < len(unit.mutants) else [left[:half], left[half:]] if half else []
        return {name: code for part in parts if part for name, code in self._compiled(unit.part(part), view).items()}

    def _compile(self, unit: _Unit, view: overlay.View) -> dict[str, Any]:
        text = with_copies(self.schema.sources[unit.path], self._ends[unit.path], unit.copies)
        overlay.write_files({unit.path: text.encode()}, view.layers[0])
        if view.farmed:
            view.prepare()
        order = {"obj": str(self.shop.build.obj), "commands": list(self._commands[unit.path].values()),
                 "unit": hashlib.sha256(text.encode()).hexdigest()[:12], "functions": unit.functions()}
        said: dict[str, Any] = json.loads(self.shop.python("codes", [], json.dumps(order), view))
        return said


def _told(unit: _Unit, codes: dict[str, str]) -> Iterator[tuple[str, tuple[str, bool]]]:
    """The original counts that was compiled next to the mutant."""
    originals = {one.function: codes.get(one.alias) for one in unit.copies if one.mutant is None}
    for one in unit.copies:
        if one.mutant and (code := codes.get(one.alias)):
            yield str(one.mutant.number), (code, code == originals[one.function])
