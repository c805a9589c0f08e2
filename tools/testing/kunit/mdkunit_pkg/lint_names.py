# SPDX-License-Identifier: GPL-2.0
"""Names that KUnit's consumers can digest, and each of them once."""

from __future__ import annotations

import re
from collections import Counter
from typing import Iterable, Iterator

from . import csource
from .findings import Finding, Source, suite_c

# KCIDB's bridge drops every path that holds this word.
POISON = "setup"
_GOOD = re.compile(r"[a-z0-9_]+")
_CASE = re.compile(r"\bKUNIT_CASE(?:_\w+)?\s*\(\s*(\w+)")
# Suites that share cases keep them in a macro.
_LIST = re.compile(r"^#define[ \t]+(\w+)[ \t]((?:[^\n]*\\\n)*[^\n]*)", re.M)
_PARAM = re.compile(r"\b(?:MM_KUNIT_ROWS\s*\(|KUNIT_ARRAY_PARAM(?:_DESC)?\s*\(\s*\w+\s*,)\s*(\w+)")
_SUITE_NAME = re.compile(r'\.name\s*=\s*"([^"]*)"')
_SUITE_CASES = re.compile(r"\.test_cases\s*=\s*(\w+)")


def check(files: list[Source]) -> Iterator[Finding]:
    suites: Counter[str] = Counter()
    for file in suite_c(files):
        tables = list(csource.tables(file.text))
        for table in row_tables(file, tables):
            yield from _rows(file, table)
        tests = {table.name: _tests(file, table) for table in tables if table.kind == "kunit_case"}
        for _name, line, text in csource.structures(file.text, "kunit_suite"):
            yield from _suite(file, line, text, suites)
            used = _SUITE_CASES.search(text)
            yield from _listed(file, line, tests.get(used.group(1), []) if used else [], "test")


def row_tables(file: Source, tables: Iterable[csource.Table]) -> list[csource.Table]:
    """The tables that KUnit turns into cases, row by row."""
    used = set(_PARAM.findall(csource.blanked(file.text, directives=False)))
    return [table for table in tables if table.name in used]


def fault(name: str) -> str:
    """What is wrong with a name; nothing if it is good."""
    if not _GOOD.fullmatch(name):
        return f'"{name}" is not made of a-z, 0-9 and _ alone'
    if POISON in name:
        return f'"{name}" holds "{POISON}", which KCIDB drops'
    return ""


def suite_fault(name: str) -> str:
    if re.search(r"test|kunit", name):
        return f'suite "{name}" says test or kunit, which every suite is'
    return fault(name)


def _tests(file: Source, table: csource.Table) -> list[str]:
    lists = dict(_LIST.findall(file.text))
    text = re.sub(r"\w+", lambda match: lists.get(match.group(0), match.group(0)), table.text)
    return _CASE.findall(text)


def _suite(file: Source, line: int, text: str, seen: Counter[str]) -> Iterator[Finding]:
    match = _SUITE_NAME.search(text)
    name = match.group(1) if match else ""
    seen[name] += 1
    if problem := suite_fault(name):
        yield file.find(line, problem)
    if seen[name] > 1:
        yield file.find(line, f'suite "{name}" exists already')


def _rows(file: Source, table: csource.Table) -> Iterator[Finding]:
    yield from _listed(file, table.line, [row.name for row in table.rows], f"row of {table.name}")


def _listed(file: Source, line: int, names: list[str], what: str) -> Iterator[Finding]:
    for name, count in Counter(names).items():
        if problem := fault(name):
            yield file.find(line, f"{what}: {problem}")
        if count > 1:
            yield file.find(line, f'{what}: "{name}" exists {count} times')
