# SPDX-License-Identifier: GPL-2.0
"""Rules of the project that no other tool knows."""

from __future__ import annotations

import ast
import re
from typing import Iterator, Union

from . import csource
from .findings import Finding, Source, suite_c
from .lint_names import row_tables

FILE_LINES = 400
FUNCTION_LINES = 40
TABLE_ROWS = 12
VERSION_FILE = "lib/mm_kunit/compat.h"
CONTRACT = "Documentation/mdkunit/contract.rst"

_SPDX = re.compile(r"SPDX-License-Identifier: GPL-2\.0\b")
_NO_SPDX = re.compile(r"(^|/)(LICENSE|COPYING|\.gitignore)$|\.(json|log|txt)$")
_VERSION = re.compile(r"\b(LINUX_VERSION_CODE|KERNEL_VERSION)\b|^\s*#\s*(?:el)?if.*\bKERNEL\s*\(", re.M)
_CITES = re.compile(r"\bcontract (\d+\.\d+)(?:(?:,| and| to) (\d+\.\d+))*")
_CLAUSE = re.compile(r"(?<![\d.])(\d+\.\d+)(?![\d.]*\d)")
# A hint that says None for every test says nothing.
_UNHINTED = re.compile(r"tools/testing/kunit/mdkunit_tests/")
_PLACE = re.compile(r"(?<![\w~.])/(?:root|work|home/\w+)/|\b(?:deb|ftp\.\w+|security)\.debian\.org\b")
_SAYS_WHAT = re.compile(r"\b[Hh]elper (function|to|for)\b")

_Def = Union[ast.FunctionDef, ast.AsyncFunctionDef]


def check(files: list[Source]) -> Iterator[Finding]:
    clauses = _clauses(files)
    for file in files:
        yield from _any_file(file)
        if file.path.endswith(".py"):
            yield from _python(file)
    for file in suite_c(files):
        yield from _c(file)
        for table in row_tables(file, csource.tables(file.text)):
            yield from _table(file, table, clauses)


def _any_file(file: Source) -> Iterator[Finding]:
    lines = file.text.split("\n")
    if not _NO_SPDX.search(file.path):
        # herd7 wants a test's name in the first line.
        at = 1 if lines[0].startswith("#!") or file.path.endswith(".litmus") else 0
        if len(lines) <= at or not _SPDX.search(lines[at]):
            yield file.find(at + 1, "no SPDX-License-Identifier: GPL-2.0 here")
    if file.path.endswith((".c", ".h", ".py")) and len(lines) - 1 > FILE_LINES:
        yield file.find(1, f"{len(lines) - 1} lines, at most {FILE_LINES} are read in one go: split it")
    for number, line in enumerate(lines, 1):
        if place := _PLACE.search(line):
            yield file.find(number, f"{place.group(0)} is a place of one machine or one mirror")


def _python(file: Source) -> Iterator[Finding]:
    for node in ast.walk(ast.parse(file.text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                yield file.find(node.lineno, f"{node.name}() has {lines} lines, at most {FUNCTION_LINES}")
            if not _annotated(node) and not _UNHINTED.match(file.path):
                yield file.find(node.lineno, f"{node.name}() lacks type hints")


def _annotated(node: _Def) -> bool:
    arguments = node.args.posonlyargs + node.args.args + node.args.kwonlyargs
    rest = [argument for argument in (node.args.vararg, node.args.kwarg) if argument]
    bare = [argument for argument in arguments + rest
            if argument.annotation is None and argument.arg not in ("self", "cls")]
    return node.returns is not None and not bare


def _c(file: Source) -> Iterator[Finding]:
    for function in csource.functions(file.text):
        if function.lines > FUNCTION_LINES:
            yield file.find(function.line, f"{function.name}() has {function.lines} lines, "
                                           f"at most {FUNCTION_LINES}")
    if file.path != VERSION_FILE:
        for match in _VERSION.finditer(csource.blanked(file.text, directives=False)):
            line = file.text.count("\n", 0, match.start()) + 1
            yield file.find(line, f"a kernel version belongs into {VERSION_FILE}")
    for line, comment in csource.comments(file.text):
        if _SAYS_WHAT.search(comment):
            yield file.find(line, "this comment says what; say why, or nothing")


def _table(file: Source, table: csource.Table, clauses: set[str]) -> Iterator[Finding]:
    if len(table.rows) > TABLE_ROWS:
        yield file.find(table.line, f"{table.name} has {len(table.rows)} rows, at most {TABLE_ROWS}")
    if re.search(r"^\s*#", table.text, re.M):
        yield file.find(table.line, f"{table.name} has rows under #if; use .since, .until or .needs")
    cited = _CITES.search(table.comment)
    if not cited:
        yield file.find(table.line, f'{table.name} cites no clause ("contract N.M: ..." in the comment above)')
        return
    for clause in re.findall(r"\d+\.\d+", cited.group(0)):
        if clause not in clauses:
            yield file.find(table.line, f"{table.name} cites {clause}, which {CONTRACT} does not have")


def _clauses(files: list[Source]) -> set[str]:
    text = next((file.text for file in files if file.path == CONTRACT), "")
    return set(_CLAUSE.findall(text))
