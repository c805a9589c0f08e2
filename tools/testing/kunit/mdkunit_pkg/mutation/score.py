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
from .same import ORIGINAL, Same
from .store import Record

_BEST_FIRST = (ASSERTION, COMPLAINT, DIED, TIMEOUT, SURVIVED, UNREACHED, REFUSED)
# A list that explains away more than this is no longer an exception.
MOST_EQUIVALENT = 0.08
SAME_CODE = "the compiler makes the same code of it"


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
    """compiled leaves out what is equivalent, and all but one of what is
    the same code; every and every_killed do not."""

    compiled: int = 0
    assertion: int = 0
    killed: int = 0
    survived: int = 0
    unreached: int = 0
    equivalent: int = 0
    duplicate: int = 0
    every: int = 0
    every_killed: int = 0

    def add(self, result: str, equivalent: bool) -> None:
        self._see(result)
        if equivalent and result not in KILLED:
            self.equivalent += 1
            return
        self.compiled += 1
        self.assertion += result == ASSERTION
        self.killed += result in KILLED
        self.survived += result == SURVIVED
        self.unreached += result == UNREACHED

    def add_duplicate(self, result: str) -> None:
        self._see(result)
        self.duplicate += 1

    def _see(self, result: str) -> None:
        self.every += 1
        self.every_killed += result in KILLED

    @property
    def score(self) -> float:
        return 100.0 * self.killed / self.compiled if self.compiled else 0.0

    @property
    def by_assertion(self) -> float:
        return 100.0 * self.assertion / self.compiled if self.compiled else 0.0

    @property
    def without_exclusions(self) -> float:
        return 100.0 * self.every_killed / self.every if self.every else 0.0

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
    # Killed, though they are the code of the original.
    wrongly_same: list[str] = field(default_factory=list)
    # Of equivalent ones, those that are the code of the original.
    same: int = 0
    # Of these, those that need not be called equivalent.
    needless: list[str] = field(default_factory=list)
    # Mutants that are the same code, of which only some are killed.
    differing: list[list[str]] = field(default_factory=list)

    @property
    def alive(self) -> list[Record]:
        return [one for one in self.best if one["result"] in (SURVIVED, UNREACHED) and
                not one.get("equivalent") and not one.get("duplicate")]

    @property
    def wrong(self) -> bool:
        return bool(self.wrongly_equivalent or self.wrongly_same)

    def count(self, members: list[Record], original: bool, equivalent: dict[str, str]) -> None:
        """A class of mutants that are the same code, or one that is like no
        other: the best result is that of all."""
        one, *others = sorted(members, key=lambda record: _BEST_FIRST.index(record["result"]))
        named = [record["id"] for record in members if record["id"] in equivalent]
        killed = one["result"] in KILLED
        if killed:
            (self.wrongly_same if original else self.wrongly_equivalent).extend([one["id"]] if original else named)
        elif original:
            one["equivalent"] = SAME_CODE
            self.same += 1
            self.needless += named
        elif named:
            one["equivalent"] = equivalent[named[0]]
        for tally in (self.total, self.functions.setdefault(one["function"], Tally())):
            tally.add(one["result"], original or bool(named))
            for other in others:
                tally.add_duplicate(other["result"])
        for other in others:
            other["duplicate"] = one["id"]
        if killed and any(other["result"] not in KILLED for other in others):
            self.differing.append([record["id"] for record in members])


def _latest(records: Iterable[Record]) -> list[Record]:
    """Of one place and suite the last."""
    last = {(one["path"], one["id"], one["platform"]): one for one in records}
    return list(last.values())


def merged(records: Iterable[Record]) -> list[Record]:
    """One record a mutant: of one place and suite the last, of different
    ones the best."""
    best: dict[tuple[str, str], Record] = {}
    for one in _latest(records):
        held = best.get((one["path"], one["id"]))
        if held is None or _BEST_FIRST.index(one["result"]) < _BEST_FIRST.index(held["result"]):
            best[one["path"], one["id"]] = one
    return sorted((dict(one) for one in best.values()), key=lambda one: (one["path"], one["line"], one["id"]))


def score(records: Iterable[Record], equivalent: dict[str, str]) -> Score:
    """Unreached mutants survive; those that do not compile do not count."""
    last = _latest(records)
    result = Score(best=merged(last))
    compiled = [one for one in result.best if one["result"] != REFUSED]
    result.refused = len(result.best) - len(compiled)
    same = Same(one for one in last if one["result"] != REFUSED)
    for members in same.classes(compiled):
        result.count(members, same.original(members[0]), equivalent)
    called, limit = result.total.equivalent - result.same, MOST_EQUIVALENT * result.total.every
    if called > limit:
        raise Mend(errors.CONFIG, f"{called} mutants are called equivalent, {limit:.0f} "
                                  f"({MOST_EQUIVALENT:.0%}) are the most that a score may leave out; take some back")
    return result


def table(found: Score) -> list[str]:
    """The figures by function, the total last."""
    lines = [f"{'function':34} mutants asserted   any survived unreached equivalent duplicate"]
    rows = sorted(found.functions.items(), key=lambda item: -(item[1].survived + item[1].unreached))
    for name, tally in [*rows, ("all", found.total)]:
        lines.append(f"{name:34} {tally.compiled:7} {tally.by_assertion:7.1f}% {tally.score:5.1f}% {tally.survived:7} "
                     f"{tally.unreached:9} {tally.equivalent:10} {tally.duplicate:9}")
    return lines


def remarks(found: Score) -> list[str]:
    """What the results say of the list and of the suite's calm."""
    return [*(f"called equivalent, but killed: {name}" for name in found.wrongly_equivalent),
            *(f"killed, but the code of the original: {name}" for name in found.wrongly_same),
            *(f"same code, different results: {', '.join(names)}" for names in found.differing)]


def summary(found: Score) -> str:
    total = found.total
    return (f"{total.killed} of {total.compiled} mutants killed ({total.score:.1f} %), {total.assertion} by an assertion "
            f"({total.by_assertion:.1f} %); with the {total.equivalent} that are equivalent ({found.same} by their code) "
            f"and the {total.duplicate} that are the code of another, {total.without_exclusions:.1f} % of {total.every}; "
            f"{found.refused} do not compile")


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
            "wrongly_equivalent": found.wrongly_equivalent, "killed_original": found.wrongly_same,
            "same_code": found.same, "not_needed": found.needless, "different_results": found.differing, "mutants": found.best}
