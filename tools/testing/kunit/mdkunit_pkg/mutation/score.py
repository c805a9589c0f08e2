# SPDX-License-Identifier: GPL-2.0
"""From results to figures: the best that any platform or shard shows of a
mutant counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Iterable

from .. import errors
from ..errors import Mend
from .campaign import ASSERTION, COMPLAINT, DIED, KILLED, REFUSED, SURVIVED, TIMEOUT, UNREACHED
from .store import Record

_BEST_FIRST = (ASSERTION, COMPLAINT, DIED, TIMEOUT, SURVIVED, UNREACHED, REFUSED)
# A list that explains away more than this is no longer an exception.
MOST_EQUIVALENT = 0.08


def equivalents(path: Path) -> dict[str, str]:
    """id -> reason: mutants that no test can tell from the original."""
    found: dict[str, str] = {}
    if not path.is_file():
        return found
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, tab, reason = line.partition("\t")
        if not tab or not reason.strip() or name in found:
            raise Mend(errors.CONFIG, f"{path.name}:{number}: wants a mutant, once, a tab and a reason")
        found[name] = reason.strip()
    return found


@dataclass
class Tally:
    """compiled leaves out what is equivalent."""

    compiled: int = 0
    assertion: int = 0
    killed: int = 0
    survived: int = 0
    unreached: int = 0
    equivalent: int = 0

    def add(self, result: str, equivalent: bool) -> None:
        if equivalent and result not in KILLED:
            self.equivalent += 1
            return
        self.compiled += 1
        self.assertion += result == ASSERTION
        self.killed += result in KILLED
        self.survived += result == SURVIVED
        self.unreached += result == UNREACHED

    @property
    def score(self) -> float:
        return 100.0 * self.killed / self.compiled if self.compiled else 0.0

    @property
    def by_assertion(self) -> float:
        return 100.0 * self.assertion / self.compiled if self.compiled else 0.0

    @property
    def without_exclusions(self) -> float:
        every = self.compiled + self.equivalent
        return 100.0 * self.killed / every if every else 0.0

    def document(self) -> dict[str, Any]:
        return {**self.__dict__, "score": round(self.score, 1), "by_assertion": round(self.by_assertion, 1),
                "without_exclusions": round(self.without_exclusions, 1)}


@dataclass
class Score:
    total: Tally = field(default_factory=Tally)
    functions: dict[str, Tally] = field(default_factory=dict)
    best: list[Record] = field(default_factory=list)
    refused: int = 0
    wrongly_equivalent: list[str] = field(default_factory=list)

    @property
    def alive(self) -> list[Record]:
        return [one for one in self.best if one["result"] in (SURVIVED, UNREACHED) and not one.get("equivalent")]


def merged(records: Iterable[Record]) -> list[Record]:
    """One record a mutant: of one place and suite the last, of different
    ones the best."""
    last: dict[tuple[str, str, str], Record] = {}
    for one in records:
        last[one["path"], one["id"], one["platform"]] = one
    best: dict[tuple[str, str], Record] = {}
    for (path, name, _platform), one in last.items():
        held = best.get((path, name))
        if held is None or _BEST_FIRST.index(one["result"]) < _BEST_FIRST.index(held["result"]):
            best[path, name] = one
    return sorted((dict(one) for one in best.values()), key=lambda one: (one["path"], one["line"], one["id"]))


def score(records: Iterable[Record], equivalent: dict[str, str]) -> Score:
    """Unreached mutants survive; those that do not compile do not count."""
    result = Score(best=merged(records))
    for one in result.best:
        if one["result"] == REFUSED:
            result.refused += 1
            continue
        named = one["id"] in equivalent
        if named and one["result"] in KILLED:
            result.wrongly_equivalent.append(one["id"])
        elif named:
            one["equivalent"] = equivalent[one["id"]]
        for tally in (result.total, result.functions.setdefault(one["function"], Tally())):
            tally.add(one["result"], named)
    limit = MOST_EQUIVALENT * (result.total.compiled + result.total.equivalent)
    if result.total.equivalent > limit:
        raise Mend(errors.CONFIG, f"{result.total.equivalent} mutants are called equivalent, {limit:.0f} "
                                  f"({MOST_EQUIVALENT:.0%}) are the most that a score may leave out; take some back")
    return result


def table(found: Score) -> list[str]:
    """The figures by function, the total last."""
    lines = [f"{'function':34} mutants asserted   any survived unreached equivalent"]
    rows = sorted(found.functions.items(), key=lambda item: -(item[1].survived + item[1].unreached))
    for name, tally in [*rows, ("all", found.total)]:
        lines.append(f"{name:34} {tally.compiled:7} {tally.by_assertion:7.1f}% {tally.score:5.1f}% {tally.survived:7} "
                     f"{tally.unreached:9} {tally.equivalent:10}")
    return lines


def survivors(found: Score) -> str:
    """What lives on, by function, each with its diff; for readers."""
    lines: list[str] = []
    function = ""
    for one in sorted(found.alive, key=lambda one: (one["function"], one["line"], one["id"])):
        if one["function"] != function:
            function = one["function"]
            tally = found.functions[function]
            lines += [f"## {function}: {tally.survived} survived, {tally.unreached} unreached", ""]
        lines += [f"{one['path']}:{one['line']}: {one['id']} ({one['result']})", "",
                  *(f"    {line}" for line in one.get("diff", "").splitlines()), ""]
    return "\n".join(lines)


def document(found: Score) -> dict[str, Any]:
    return {"version": 1, "total": found.total.document(), "not_compiled": found.refused,
            "functions": {name: tally.document() for name, tally in sorted(found.functions.items())},
            "wrongly_equivalent": found.wrongly_equivalent, "mutants": found.best}
