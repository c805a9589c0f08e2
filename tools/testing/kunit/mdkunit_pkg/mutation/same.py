# SPDX-License-Identifier: GPL-2.0
"""What records say of code: which mutants are the original on every
platform that has them, and which are each other."""

from __future__ import annotations

from typing import Any, Iterable, Sequence

from .store import Record

# As "same" of a record; else it names a mutant, or nothing.
ORIGINAL = "original"
_Name = tuple[str, str]


class Same:
    def __init__(self, records: Iterable[Record]) -> None:
        """One record a mutant and platform, of those that compile."""
        self._records: dict[_Name, list[Record]] = {}
        for one in records:
            self._records.setdefault(_name(one), []).append(one)

    def original(self, record: Record) -> bool:
        return all(one.get("same") == ORIGINAL for one in self._records[_name(record)])

    def classes(self, records: Sequence[Record]) -> list[list[Record]]:
        """Mutants that are the same code on all platforms that have any of
        them, together; what is the original stays alone."""
        found: dict[Any, list[Record]] = {}
        for one in records:
            found.setdefault(self._key(one), []).append(one)
        return list(found.values())

    def _key(self, record: Record) -> Any:
        mine = self._records[_name(record)]
        if self.original(record) or not all(one.get("code") for one in mine):
            return _name(record)
        return record["path"], record["function"], frozenset((one["platform"], one["code"]) for one in mine)


def _name(record: Record) -> _Name:
    return record["path"], record["id"]
