# SPDX-License-Identifier: GPL-2.0
"""Changes of expressions."""

from __future__ import annotations

import re
from typing import Any, Callable, Iterator

from . import tables
from .ctext import CALL, HINT, INTEGER, arid, filled, one_line, whole
from .libclang import Unit
from .schema import Edit, Mutant

_NOT_LOOKED_INTO = ("CXX_UNARY_EXPR", "SIZE_OF_PACK_EXPR", "TYPE_REF")
INTEGERS = ("BOOL", "INT", "UINT", "LONG", "ULONG", "LONGLONG", "ULONGLONG", "ENUM", "SHORT", "USHORT",
            "UCHAR", "SCHAR", "CHAR_S")


class Expressions:
    """Gathers changes of the expressions of one function. A node counts
    only if its own text is in the source, for the insides of a macro are
    not there to be changed."""

    def __init__(self, unit: Unit, path: str, cursor: Any) -> None:
        self.unit, self.path, self.name = unit, path, cursor.spelling
        self.text = unit.text
        self.mutants: list[Mutant] = []
        self._made: set[tuple[str, tuple[Edit, ...]]] = set()
        self._seen: set[tuple[int, int, str]] = set()
        # The expression statement around, for what is assigned to.
        self.statement: tuple[int, int] = (0, 0)
        self._declared = {one.spelling for one in cursor.walk_preorder() if one.kind.name in ("PARM_DECL", "VAR_DECL")}

    # Making mutants

    def add(self, operator: str, change: str, *edits: Edit) -> None:
        if (operator, edits) not in self._made and all(edit.start < edit.end for edit in edits):
            self._made.add((operator, edits))
            line = self.text.count("\n", 0, edits[-1].start) + 1
            self.mutants.append(Mutant(self.path, self.name, line, operator, change, list(edits)))

    def expr(self, operator: str, span: tuple[int, int], new: str) -> None:
        old = self.text[slice(*span)]
        if one_line(new) != one_line(old):
            self.add(operator, f"{one_line(old)} => {one_line(new)}", Edit("expr", *span, new))

    def stmt(self, operator: str, span: tuple[int, int], new: str) -> None:
        old = self.text[slice(*span)]
        self.add(operator, f"{one_line(old)} => {one_line(new) or 'nothing'}", Edit("stmt", *span, new))

    def source(self, cursor: Any) -> str:
        return self.text[slice(*self.unit.span(cursor))]

    # Finding places

    def condition(self, cursor: Any, forced: tuple[bool, ...]) -> None:
        span, text = self.unit.span(cursor), self.source(cursor)
        if not text or not whole(text):
            return
        for value in forced:
            self.expr(f"force-{str(value).lower()}", span, "1" if value else "0")
        self._operand(cursor)

    def _operand(self, cursor: Any) -> None:
        """Something that is asked whether it is true."""
        span, text = self.unit.span(cursor), self.source(cursor)
        if text and whole(text):
            hint = HINT.match(text)
            bare = (hint.group(1) if hint else text).strip()
            new = bare[1:].strip() if bare.startswith("!") and whole(bare[1:]) else f"!({bare})"
            self.expr("negate", span, new)
        self.look(cursor)

    def value(self, cursor: Any) -> None:
        """What is assigned to something."""
        span, text = self.unit.span(cursor), self.source(cursor)
        number = cursor.type.get_canonical().kind.name in INTEGERS
        if number and text not in ("", "0", "true", "false"):
            self.expr("zero", span, "0")
        self.look(cursor)

    def look(self, cursor: Any, assigned: bool = False) -> None:
        """An expression; assigned if something is stored there."""
        span, text = self.unit.span(cursor), self.source(cursor)
        kind = cursor.kind.name
        if kind in _NOT_LOOKED_INTO or (text and arid(text)):
            return
        self._named(span, text, assigned)
        handler: dict[str, Callable[[Any, tuple[int, int], bool], None]] = {
            "BINARY_OPERATOR": self._binary, "COMPOUND_ASSIGNMENT_OPERATOR": self._compound_assignment,
            "UNARY_OPERATOR": self._unary, "CONDITIONAL_OPERATOR": self._conditional, "CALL_EXPR": self._call,
            "ARRAY_SUBSCRIPT_EXPR": self._subscript, "MEMBER_REF_EXPR": self._member,
        }
        if kind in handler:
            handler[kind](cursor, span, assigned)
            return
        if kind == "StmtExpr" and not text.startswith("({"):
            # A macro's: only its arguments are here.
            for child in _below(cursor):
                self.look(child)
            return
        for child in cursor.get_children():
            if child.kind.is_expression() or child.kind.name == "DECL_REF_EXPR":
                self.look(child, assigned and kind in ("PAREN_EXPR", "UNEXPOSED_EXPR"))

    def _named(self, span: tuple[int, int], text: str, assigned: bool) -> None:
        """Constants, names and calls, by what is written there."""
        if not text or (*span, text) in self._seen:
            return
        self._seen.add((*span, text))
        if INTEGER.match(text) and not assigned:
            number = int(re.sub(r"\D", "", text))
            suffix = re.sub(r"\d", "", text)
            for other in {0: (1,), 1: (0, 2)}.get(number, (number + 1, number - 1)):
                self.expr("off-by-one", span, f"{other}{suffix}")
        elif re.match(r"\w+$", text):
            if text in tables.CONSTANTS:
                self.expr("replace-constant", span, tables.CONSTANTS[text])
            elif tables.NAMES.get(text) in self._declared:
                self._rename(span, tables.NAMES[text], assigned)
        elif call := CALL.match(text):
            if whole(text):
                for template in tables.CALLS.get(call.group(1), ()):
                    self.expr("replace-call", span, filled(template, call.group(2)))

    def _rename(self, span: tuple[int, int], new: str, assigned: bool) -> None:
        start, end = self.statement
        if not assigned:
            self.expr("replace-name", span, new)
        elif start <= span[0] < end:
            self.stmt("replace-name", self.statement, self.text[start:span[0]] + new + self.text[span[1]:end])

    def _binary(self, cursor: Any, span: tuple[int, int], _assigned: bool) -> None:
        left, right = cursor.get_children()
        word = self._between(left, right)
        if word in ("&&", "||"):
            for keep, side in ((right, left), (left, right)):
                self.expr("drop-operand", span, self.source(keep))
                self._operand(side)
            return
        if word == "=":
            self.look(left, True)
            self.value(right)
            return
        ends = self.source(left), self.source(right)
        if word == "|":
            for end in ends:
                self.expr("drop-operand", span, end)
        elif word:
            for other in tables.OPERATORS.get(word, ()):
                self.expr("replace-operator", span, f"{ends[0]} {other} {ends[1]}")
        self.look(left)
        self.look(right)

    def _between(self, left: Any, right: Any) -> str:
        """The operator, if it and both sides stand in the source."""
        one, two = self.unit.span(left), self.unit.span(right)
        word = self.text[one[1]:two[0]].strip() if 0 < one[1] <= two[0] else ""
        return word if word in tables.OPERATORS or word in ("&&", "||", "|", "=", ",") else ""

    def _compound_assignment(self, cursor: Any, span: tuple[int, int], _assigned: bool) -> None:
        left, right = cursor.get_children()
        word = self._between(left, right)
        for other in tables.OPERATORS.get(word, ()):
            self.expr("replace-operator", span, f"{self.source(left)} {other} {self.source(right)}")
        self.look(left, True)
        self.look(right)

    def _unary(self, cursor: Any, span: tuple[int, int], assigned: bool) -> None:
        child = next(iter(cursor.get_children()))
        text, inner = self.text[slice(*span)], self.unit.span(child)
        if text.startswith("!"):
            self.look(child)
        elif text.endswith(("++", "--")) or text.startswith(("++", "--")):
            other = text.replace("++", "--") if "++" in text else text.replace("--", "++")
            self.expr("replace-operator", span, other)
            self.look(child, True)
        elif text.startswith("&"):
            self.look(child, True)
        elif text.startswith("~") and inner[0] > span[0]:
            self.expr("replace-operator", span, self.source(child))
            self.look(child)
        else:
            self.look(child, assigned and not text.startswith("*"))

    def _conditional(self, cursor: Any, span: tuple[int, int], _assigned: bool) -> None:
        condition, *values = cursor.get_children()
        if self.text[slice(*span)].startswith(self.source(condition) or "\0"):
            self.condition(condition, (True, False))
        for value in values:
            self.look(value)

    def _call(self, cursor: Any, span: tuple[int, int], _assigned: bool) -> None:
        arguments = list(cursor.get_arguments())
        if self.text[slice(*span)].startswith(cursor.spelling + "("):
            for one, two in zip(arguments, arguments[1:]):
                self._swap_arguments(span, one, two)
            for argument in arguments:
                self._shift(argument)
        for argument in arguments:
            self.look(argument)

    def _swap_arguments(self, span: tuple[int, int], one: Any, two: Any) -> None:
        first, second = self.unit.span(one), self.unit.span(two)
        same = one.type.get_canonical().spelling == two.type.get_canonical().spelling
        if not same or not span[0] < first[1] <= second[0] < span[1]:
            return
        self.expr("swap-arguments", span, self.text[span[0]:first[0]] + self.source(two)
                   + self.text[first[1]:second[0]] + self.source(one) + self.text[second[1]:span[1]])

    def _shift(self, cursor: Any) -> None:
        """One further, one less: a page for addresses."""
        span, text = self.unit.span(cursor), self.source(cursor)
        if cursor.type.get_canonical().kind.name not in ("INT", "UINT", "LONG", "ULONG") or not text:
            return
        if INTEGER.match(text) or text in tables.CONSTANTS or text.isupper():
            return
        step = "PAGE_SIZE" if any(word in text for word in tables.ADDRESS) else "1"
        for sign in "+-":
            self.expr("off-by-one", span, f"{text} {sign} {step}")

    def _subscript(self, cursor: Any, _span: tuple[int, int], _assigned: bool) -> None:
        base, index = cursor.get_children()
        self.look(base, True)
        self._shift(index)
        self.look(index)

    def _member(self, cursor: Any, span: tuple[int, int], assigned: bool) -> None:
        text, name = self.text[slice(*span)], cursor.spelling
        other = tables.NAMES.get(name, "")
        if text.endswith(name) and other in _fields(cursor):
            self._rename(span, text[:-len(name)] + other, assigned)
        for child in cursor.get_children():
            if child.kind.is_expression():
                self.look(child, True)


def _fields(member: Any) -> list[str]:
    """What else the structure has that member is of."""
    field = member.referenced
    return [one.spelling for one in field.semantic_parent.get_children()] if field else []


def _below(cursor: Any) -> Iterator[Any]:
    """Expressions below cursor that no statement or declaration hides."""
    for child in cursor.get_children():
        if child.kind.is_expression():
            yield child
        else:
            yield from _below(child)
