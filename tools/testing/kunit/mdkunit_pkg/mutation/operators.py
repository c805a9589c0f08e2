# SPDX-License-Identifier: GPL-2.0
"""The operators: which changes to make where, from the parsed source."""

from __future__ import annotations

import fnmatch
import re
from typing import Any, Callable, Iterable

from .ctext import CALL, arid, depends, one_line, semicolons
from .expressions import INTEGERS, Expressions
from .libclang import Unit
from .schema import Edit, Mutant, crossing


def mutants(unit: Unit, path: str, functions: Iterable[str]) -> list[Mutant]:
    """Every change of the functions (globs) in unit; path is how the
    source is called in the tree."""
    found: list[Mutant] = []
    for cursor in unit.functions():
        if any(fnmatch.fnmatchcase(cursor.spelling, one) for one in functions):
            found += _Function(unit, path, cursor).mutants
    return _nested(found)


def _nested(found: list[Mutant]) -> list[Mutant]:
    """Without those whose place overlaps another's without nesting."""
    edits = [edit for mutant in found for edit in mutant.edits]
    bad = {pair[1] for pair in crossing(edits)}
    return [mutant for mutant in found if not bad.intersection(mutant.edits)]


class _Function(Expressions):
    """Walks the statements of one function."""

    def __init__(self, unit: Unit, path: str, cursor: Any) -> None:
        super().__init__(unit, path, cursor)
        self.result = cursor.result_type.get_canonical().kind.name
        body = [child for child in cursor.get_children() if child.kind.name == "COMPOUND_STMT"]
        self._compound(body[0])

    def _span(self, cursor: Any) -> tuple[int, int]:
        """With the semicolon, which clang leaves out."""
        start, end = self.unit.span(cursor)
        tail = re.match(r"\s*;", self.text[end:]) if end else None
        return start, end + tail.end() if tail else end

    def _compound(self, cursor: Any) -> None:
        before: Any = None
        for child in cursor.get_children():
            if before is not None and self._is_expression(before) and self._is_expression(child):
                self._swap(before, child)
            self._visit(child)
            before = child

    def _is_expression(self, cursor: Any) -> bool:
        text = self.source(cursor)
        return bool(text) and not cursor.kind.is_statement() and not arid(text)

    def _swap(self, first: Any, second: Any) -> None:
        one, two = self._span(first), self._span(second)
        old, new = self.text[slice(*one)], self.text[slice(*two)]
        if one[1] > two[0] or not (depends(old, new) or depends(new, old)):
            return
        self.add("swap-statements", f"{one_line(old + new)} => {one_line(new + old)}",
                  Edit("before", *one, new), Edit("stmt", *two, ""))

    def _visit(self, cursor: Any) -> None:
        """A statement."""
        span = self._span(cursor)
        text = self.text[slice(*span)]
        if not text or arid(text.rstrip("; \t\n")):
            return
        kind = cursor.kind.name
        handler: dict[str, Callable[[Any, tuple[int, int]], None]] = {
            "COMPOUND_STMT": lambda one, _span: self._compound(one) if text.startswith("{") else None,
            "IF_STMT": self._if, "FOR_STMT": self._for, "WHILE_STMT": self._while, "DO_STMT": self._do,
            "RETURN_STMT": self._return, "DECL_STMT": self._declaration, "GOTO_STMT": self._jump,
            "CONTINUE_STMT": self._jump, "BREAK_STMT": self._jump, "LABEL_STMT": self._label,
            "CASE_STMT": self._label, "DEFAULT_STMT": self._label, "SWITCH_STMT": self._label,
            "NULL_STMT": lambda _one, _span: None,
        }
        if kind in handler:
            handler[kind](cursor, span)
        elif not cursor.kind.is_statement():
            self._expression_statement(cursor, span)

    def _expression_statement(self, cursor: Any, span: tuple[int, int]) -> None:
        self.stmt("delete-statement", span, "")
        self.statement = span
        self.look(cursor)
        self.statement = (0, 0)

    def _if(self, cursor: Any, span: tuple[int, int]) -> None:
        condition, *branches = cursor.get_children()
        if re.match(r"if\b", self.text[span[0]:]):
            self.condition(condition, (True, False))
        for branch in branches:
            self._visit(branch)

    def _for(self, cursor: Any, span: tuple[int, int]) -> None:
        children = list(cursor.get_children())
        if re.match(r"for\b", self.text[span[0]:]):
            ends = list(semicolons(self.text, span[0]))
            for child in children[:-1]:
                at = self.unit.span(child)[0]
                if ends and at < ends[0]:
                    self.look(child)
                elif len(ends) == 2 and at < ends[1]:
                    # Forced to be true it would only never end.
                    self.condition(child, (False,))
        self._visit(children[-1])

    def _while(self, cursor: Any, span: tuple[int, int]) -> None:
        condition, body = cursor.get_children()
        if re.match(r"while\b", self.text[span[0]:]):
            self.condition(condition, (False,))
        self._visit(body)

    def _do(self, cursor: Any, span: tuple[int, int]) -> None:
        body, condition = cursor.get_children()
        if re.match(r"do\b", self.text[span[0]:]):
            self.condition(condition, (False,))
            self._visit(body)

    def _return(self, cursor: Any, span: tuple[int, int]) -> None:
        children = list(cursor.get_children())
        if not re.match(r"return\b", self.text[span[0]:]):
            return
        if not children:
            self.stmt("delete-jump", span, "")
            return
        value = self.source(children[0])
        if self.result == "BOOL":
            self.stmt("return-value", span, f"return !({value});")
        elif self.result in INTEGERS:
            other = "-EINVAL" if value == "0" and self.result in ("INT", "LONG") else "0"
            self.stmt("return-value", span, f"return {other if other != value else '1'};")
            if CALL.match(value):
                self.stmt("return-value", span, f"{value}; return 1;")
        elif self.result == "POINTER":
            self.stmt("return-value", span, "return NULL;")
        self.look(children[0])

    def _declaration(self, cursor: Any, _span: tuple[int, int]) -> None:
        for variable in cursor.get_children():
            if variable.kind.name != "VAR_DECL" or variable.storage_class.name == "STATIC":
                continue
            values = [child for child in variable.get_children() if child.kind.is_expression()]
            if values:
                self.value(values[-1])

    def _jump(self, cursor: Any, span: tuple[int, int]) -> None:
        word = re.match(r"(goto|continue|break)\b", self.text[span[0]:])
        if word:
            self.stmt("delete-jump", span, "")
            if word.group(1) == "continue":
                self.stmt("replace-jump", span, "break;")

    def _label(self, cursor: Any, _span: tuple[int, int]) -> None:
        children = list(cursor.get_children())
        if children and not children[-1].kind.is_expression():
            self._visit(children[-1])
        elif children and children[-1].kind.is_expression() and cursor.kind.name != "SWITCH_STMT":
            self._expression_statement(children[-1], self._span(children[-1]))
