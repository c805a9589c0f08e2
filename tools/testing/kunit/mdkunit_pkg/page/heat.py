# SPDX-License-Identifier: GPL-2.0
"""Mutants: figures by function, and a map of the source line by line."""

from __future__ import annotations

from typing import Iterable

from ..mutation.campaign import ASSERTION, KILLED, REFUSED, UNREACHED
from .html import bar, details, row, section, table, tag, text
from .inputs import Document, Inputs

# Steps of the map, from all killed to none.
_STEPS = 5
_HEAD = ("function", "mutants", "killed", "by an assertion", "survived", "unreached", "equivalent", "duplicate", "")


def figures(inputs: Inputs) -> str:
    if not inputs.mutants:
        return ""
    document = inputs.mutants
    total = document["total"]
    rows = sorted(document["functions"].items(), key=lambda item: (item[1]["score"], item[0]))
    body = [_row("all", total, "all"), *(_row(name, tally) for name, tally in rows)]
    where = ", ".join(sorted({f"{one['kernel']} {one['platform']}" for one in inputs.mutated}))
    said = (f"{total['killed']} of {total['compiled']} mutants killed ({total['score']} %), {total['assertion']} by an "
            f"assertion ({total['by_assertion']} %), {total['equivalent']} equivalent, {total.get('duplicate', 0)} the "
            f"code of another. Best result of {where}.")
    return section("mutants", "Mutants", tag("p", text(said), "note") + table(_HEAD, body, "figures"))


def _row(name: str, tally: Document, kind: str = "") -> str:
    parts = [("pass", tally["assertion"]), ("other", tally["killed"] - tally["assertion"]),
             ("fail", tally["survived"]), ("skip", tally["unreached"])]
    return row([tag("code", text(name)), str(tally["compiled"]), f"{tally['score']} %",
                f"{tally['by_assertion']} %", *(str(tally[one]) for one in ("survived", "unreached", "equivalent")),
                # Results of before it was counted have none.
                str(tally.get("duplicate", 0)), bar(parts)], kind)


def source(inputs: Inputs, path: str, lines: list[str]) -> str:
    """The file, with what survived behind each line that has mutants."""
    by_line: dict[int, list[Document]] = {}
    for one in inputs.mutated:
        if one["path"] == path and one["result"] != REFUSED and not one.get("equivalent"):
            by_line.setdefault(one["line"], []).append(one)
    body = "".join(_line(number, line, by_line.get(number, [])) for number, line in enumerate(lines, 1))
    scale = "".join(tag("span", said, f"key {kind}") for kind, said in (
        ("h0", "all killed"), ("h2", "half"), ("h4", "none"), ("hu", "no case gets there")))
    note = tag("p", f"Killed of all mutants, line by line; a line opens with a click. {scale}", "note")
    return section("source", path, note + tag("div", body, "source", 'tabindex="0"'))


def step(mutants: Iterable[Document]) -> str:
    """The colour of a line: how much of it lives, or that nothing runs it."""
    results = [one["result"] for one in mutants]
    killed = sum(result in KILLED for result in results)
    if all(result == UNREACHED for result in results):
        return "hu"
    # A single survivor must not look like none.
    return f"h{-(-(_STEPS - 1) * (len(results) - killed) // len(results))}"


def _line(number: int, line: str, mutants: list[Document]) -> str:
    code = tag("code", text(line.expandtabs(8)) or " ")
    if not mutants:
        return tag("div", tag("b", str(number)) + tag("i", "") + code, "line")
    killed = [one for one in mutants if one["result"] in KILLED]
    alive = [one for one in mutants if one["result"] not in KILLED]
    head = tag("b", str(number)) + tag("i", f"{len(killed)}/{len(mutants)}") + code
    items = "".join(tag("li", tag("b", text(one["result"]), "fail") + " " + text(_change(one))) for one in alive)
    seen = "".join(tag("li", f"{tag('b', text(one['result']), _kind(one))} {text(_change(one))}"
                             f"{tag('small', ' by ' + text(one['by'])) if one['by'] else ''}") for one in killed)
    rest = details(f"{len(killed)} killed", tag("ul", seen)) if alive and killed else tag("ul", seen)
    return details(head, tag("ul", items) + rest, f"line {step(mutants)}")


def _kind(one: Document) -> str:
    return "pass" if one["result"] == ASSERTION else "other"


def _change(one: Document) -> str:
    return str(one["id"]).removeprefix(f"{one['function']}: ")
