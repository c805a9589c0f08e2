# SPDX-License-Identifier: GPL-2.0
"""Two judges of the same mutants, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional, Sequence

from ..mutation import campaign, score
from ..mutation.store import Record

PEER, SUITE = "hmm-tests", "mdkunit"


@dataclass
class Side:
    """The figures of one judge."""

    name: str
    tally: score.Tally
    boots: int
    # Of all boots together.
    seconds: float

    @property
    def per_boot(self) -> float:
        return self.seconds / self.boots if self.boots else 0.0

    @property
    def per_mutant(self) -> float:
        return self.seconds / self.tally.compiled if self.tally.compiled else 0.0

    def document(self) -> dict[str, Any]:
        return {**self.tally.document(), "boots": self.boots, "seconds": round(self.seconds, 1),
                "seconds_per_boot": round(self.per_boot, 2), "seconds_per_mutant": round(self.per_mutant, 2)}


@dataclass
class Comparison:
    sides: list[Side]
    # By who kills them; without results of the suite only hmm-tests do.
    both: list[str]
    only_peer: list[str]
    only_suite: list[str]
    neither: list[str]
    # What the suite has no results for, or what does not compile.
    without: list[str]
    wrongly_equivalent: list[str]
    mutants: list[dict[str, Any]]

    def document(self) -> dict[str, Any]:
        return {"sides": {one.name: one.document() for one in self.sides}, "both": self.both,
                "only_hmm_tests": self.only_peer, "only_mdkunit": self.only_suite, "neither": self.neither,
                "not_compared": self.without, "wrongly_equivalent": self.wrongly_equivalent, "mutants": self.mutants}


def compare(peer: Sequence[Record], suite: Sequence[Record], equivalent: dict[str, str]) -> Comparison:
    """What both have results for; without any of the suite, what the peer has."""
    theirs = {one["id"]: one for one in score.merged(peer)}
    ours = {one["id"]: one for one in score.merged(suite)}
    common = [name for name in theirs if _counts(theirs[name]) and (not ours or _counts(ours.get(name)))]
    sides = [_side(PEER, [theirs[name] for name in common], equivalent)]
    if ours:
        sides.append(_side(SUITE, [ours[name] for name in common], equivalent))
    groups: dict[tuple[bool, bool], list[str]] = {}
    for name in common:
        killers = (_killed(theirs[name]), _killed(ours.get(name)))
        # Nobody can kill these, and nobody is blamed for it.
        if any(killers) or name not in equivalent:
            groups.setdefault(killers, []).append(name)
    wrong = [name for name in common if name in equivalent and (_killed(theirs[name]) or _killed(ours.get(name)))]
    return Comparison(sides, groups.get((True, True), []), groups.get((True, False), []),
                      groups.get((False, True), []), groups.get((False, False), []),
                      [name for name in theirs if name not in common], wrong,
                      [_row(theirs[name], ours.get(name)) for name in common])


def _side(name: str, records: Sequence[Record], equivalent: dict[str, str]) -> Side:
    tally = score.Tally()
    for one in records:
        tally.add(one["result"], one["id"] in equivalent)
    booted = [one["seconds"] for one in records if one.get("seconds")]
    return Side(name, tally, len(booted), sum(booted))


def _counts(record: Optional[Record]) -> bool:
    return record is not None and record["result"] != campaign.REFUSED


def _killed(record: Optional[Record]) -> bool:
    return record is not None and record["result"] in campaign.KILLED


def _row(peer: Record, suite: Optional[Record]) -> dict[str, Any]:
    row = {"id": peer["id"], "function": peer["function"], "line": peer["line"]}
    for name, one in (("hmm_tests", peer), ("mdkunit", suite)):
        if one:
            row[name] = {"result": one["result"], "by": one["by"], "seconds": one.get("seconds", 0.0)}
    return row


def table(found: Comparison) -> list[str]:
    """The figures, one column a judge."""
    rows = [("", [one.name for one in found.sides])]
    for words, read in (
            ("mutants", lambda one: str(one.tally.compiled)),
            ("killed", lambda one: f"{one.tally.killed} ({one.tally.score:.1f} %)"),
            ("by a failed test", lambda one: f"{one.tally.assertion} ({one.tally.by_assertion:.1f} %)"),
            ("survived", lambda one: str(one.tally.survived)),
            ("unreached", lambda one: str(one.tally.unreached)),
            ("equivalent, not counted", lambda one: str(one.tally.equivalent)),
            ("seconds a boot", lambda one: f"{one.per_boot:.1f}"),
            ("seconds a mutant", lambda one: f"{one.per_mutant:.1f}")):
        rows.append((words, [read(one) for one in found.sides]))
    lines = [f"{words:24}" + "".join(f"{cell:>16}" for cell in cells) for words, cells in rows]
    if len(found.sides) == 1:
        return lines
    return [*lines, f"killed by both {len(found.both)}, by {PEER} only {len(found.only_peer)}, "
                    f"by {SUITE} only {len(found.only_suite)}, by neither {len(found.neither)}"]


def work_list(found: Comparison) -> list[str]:
    """What the suite should have seen, and who saw it."""
    seen = {row["id"]: row["hmm_tests"] for row in found.mutants}
    return [f"only {PEER}: {name} ({seen[name]['result']} {seen[name]['by']})" for name in found.only_peer]
