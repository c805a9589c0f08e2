# SPDX-License-Identifier: GPL-2.0
"""From the name of a case to the clause of the contract that it checks."""

from __future__ import annotations

import re
from pathlib import Path

from . import csource

_CONTRACT = "Documentation/mdkunit/contract.rst"
_CITED = re.compile(r"\bcontract (\d+\.\d+)")
_CLAUSE = re.compile(r"^:(\d+\.\d+): (.*(?:\n {4}.*)*)", re.M)
_PARAM = re.compile(r"\bKUNIT_CASE_PARAM\w*\s*\(\s*(\w+)\s*,\s*(\w+?)_gen_params")
_TEST = re.compile(r"(/\*(?:(?!\*/).)*\*/)\s*static void (\w+)\(struct kunit \*test\)", re.S)


class Clauses:
    """Read once from a checkout of this project."""

    def __init__(self, root: Path) -> None:
        contract = root / _CONTRACT
        text = contract.read_text("utf-8") if contract.is_file() else ""
        self._text = {number: " ".join(words.split()) for number, words in _CLAUSE.findall(text)}
        self._cited: dict[str, str] = {}
        for path in sorted((root / "mm/tests").glob("*.c")):
            self._read(path.read_text("utf-8"))

    def of(self, case: str) -> str:
        """ "2.4: A page that may be in use ..." for SUITE.TEST[.ROW], "" if unknown."""
        number = self._cited.get(case.split(".")[1] if "." in case else "", "")
        return f"{number}: {self._text.get(number, '')}" if number else ""

    def _read(self, text: str) -> None:
        tables = {table.name: _first(table.comment) for table in csource.tables(text)}
        for comment, test in _TEST.findall(text):
            self._cited.setdefault(test, _first(comment))
        for test, table in _PARAM.findall(text):
            self._cited[test] = tables.get(table) or self._cited.get(test, "")


def _first(comment: str) -> str:
    found = _CITED.search(comment)
    return found.group(1) if found else ""
