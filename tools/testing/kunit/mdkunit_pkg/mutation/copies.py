# SPDX-License-Identifier: GPL-2.0
"""A source in which functions stand again and again, each time with one
change: what a compiler makes of many mutants is had in one go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Optional, Sequence

from .ctext import one_line
from .schema import Edit, Mutant, plain


@dataclass(frozen=True)
class Place:
    """A function in its source: its text, and where its name stands."""

    start: int
    name: int
    end: int


@dataclass(frozen=True)
class Copy:
    """The function as mutant has it; without one, the original."""

    function: str
    place: Place
    mutant: Optional[Mutant] = None

    @property
    def alias(self) -> str:
        """Of one length, as __func__ is data."""
        return f"{self.function}__m{self.mutant.number if self.mutant else 0:05}"

    def text(self, source: str) -> str:
        """Its lines are those of the original, as __LINE__ is code."""
        name = Edit("expr", self.place.name, self.place.name + len(self.function), self.alias)
        edits = [_made(source, edit) for edit in self.mutant.edits] if self.mutant else []
        one = replace(self.mutant or _NOTHING, edits=[name, *edits])
        return plain(source[:self.place.end], one)[self.place.start:]


_NOTHING = Mutant("", "", 0, "", "", [])


def place(source: str, function: str, found: Sequence[int]) -> Optional[Place]:
    """Of what the parser says of a function: None if a macro made it."""
    start, name, end = found
    whole = 0 < start <= name and name + len(function) <= end
    return Place(start, name, end) if whole and source.startswith(function, name) else None


def inside(mutant: Mutant, where: Place) -> bool:
    return all(where.start <= edit.start <= edit.end <= where.end and
               not edit.start <= where.name < edit.end for edit in mutant.edits)


def with_copies(source: str, at: int, copies: Sequence[Copy]) -> str:
    """source with copies at that place, behind all of their functions,
    where the macros and declarations that these use are still there."""
    parts = [source[:at], "\n"]
    for one in copies:
        # It is static and not called, and neither is to cost it its code.
        parts.append(f"static __attribute__((__used__)) __typeof__({one.function}) {one.alias};\n"
                     f"#line {_line(source, one.place.start)}\n{one.text(source)}\n")
    parts += [f"#line {_line(source, at)}\n", source[at:]]
    return "".join(parts)


def _line(source: str, at: int) -> int:
    return source.count("\n", 0, at) + 1


def _made(source: str, edit: Edit) -> Edit:
    """The change as schema.render() wraps it, which keeps it apart from what
    is around it and gives it the type of the original."""
    old, text = source[edit.start:edit.end], one_line(edit.text)
    made = {"expr": f"(1 ? ({text}) : ({old}))", "before": f"{{ {text} {old} }}",
            "stmt": f"{{ {text or ';'}{chr(10) * old.count(chr(10))} }}"}
    return Edit("expr", edit.start, edit.end, made[edit.kind])
