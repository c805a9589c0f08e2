# SPDX-License-Identifier: GPL-2.0
"""What the suite did where: cells by cases, regressions, times, coverage."""

from __future__ import annotations

from typing import Any

from .. import corpus
from .html import bar, details, row, section, table, tag, text
from .inputs import Cell, Document, Inputs

_MARKS = {"PASS": ("pass", "passed"), "SKIP": ("skip", "skipped"), "FAIL": ("fail", "failed"),
          "ERROR": ("fail", "not run")}
_VERDICTS = {"caught": "pass", "not caught": "fail", "unseen": "skip"}


def name(cell: Cell) -> str:
    return " ".join(cell)


def cells(inputs: Inputs) -> str:
    """A line a suite; a click shows its cases."""
    if not inputs.runs:
        return ""
    order = sorted(inputs.runs, key=corpus.newest_first)
    found: dict[str, dict[str, dict[Cell, Document]]] = {}
    for cell in order:
        for case in inputs.runs[cell]["cases"]:
            found.setdefault(case["suite"], {}).setdefault(case["case"], {})[cell] = case
    totals = table(["", *map(name, order)], [_totals(inputs, order), *_times(inputs, order)])
    parts = [_suite(suite, found[suite], order) for suite in sorted(found)]
    legend = tag("p", f"A suite opens with a click: {_mark('PASS')} passed, {_mark('SKIP')} skipped (the reason shows "
                      f"when pointed at), {_mark('FAIL')} failed.", "note")
    return section("cells", "Cells and cases", totals + legend + "".join(parts))


def _totals(inputs: Inputs, order: list[Cell]) -> str:
    def counts(cell: Cell) -> str:
        totals = inputs.runs[cell]["totals"]
        failed = totals["failed"]
        more = f", {tag('b', text(failed) + ' failed', 'fail')}" if failed else ""
        return f"{totals['passed']} / {totals['skipped']}{more}"

    return row(["passed / skipped", *map(counts, order)])


def _times(inputs: Inputs, order: list[Cell]) -> list[str]:
    steps = (("configure", "configure"), ("build", "build"), ("run", "boot and run"))
    rows = [row([title, *(f"{inputs.runs[cell]['seconds'].get(step, 0.0):.1f} s" for cell in order)])
            for step, title in steps]
    kernels = row(["kernel", *(text(inputs.runs[cell]["kernel"]) for cell in order)])
    return [*rows, kernels]


def _mark(status: str, why: str = "") -> str:
    kind, said = _MARKS.get(status, ("fail", status))
    sign = {"pass": "+", "skip": "\N{EN DASH}", "fail": "\N{MULTIPLICATION SIGN}"}[kind]
    title = f"{said}: {why}" if why else said
    return tag("span", sign, f"mark {kind}", f'title="{text(title)}"')


def _suite(suite: str, cases: dict[str, dict[Cell, Document]], order: list[Cell]) -> str:
    status = [case["status"] for by_cell in cases.values() for case in by_cell.values()]
    count = {kind: sum(_MARKS.get(one, ("fail",))[0] == kind for one in status) for kind in ("pass", "skip", "fail")}
    head = (tag("span", text(suite), "name") + bar(list(count.items())) +
            tag("span", _cases(len(cases)), "count"))
    rows = [row([text(case), *(_case(by_cell.get(cell)) for cell in order)]) for case, by_cell in cases.items()]
    return details(head, table(["case", *map(name, order)], rows, "marks"), "suite")


def _cases(number: int) -> str:
    return f"{number} case" + "s" * (number != 1)


def _case(case: Any) -> str:
    return _mark(case["status"], case["reason"]) if case else ""


def regressions(inputs: Inputs) -> str:
    if not inputs.regressions:
        return ""
    order = sorted(inputs.regressions, key=corpus.newest_first)
    counts = []
    for cell in order:
        verdicts = [one["verdict"] for one in inputs.regressions[cell].values()]
        counts.append(row([name(cell), *(str(verdicts.count(kind)) for kind in _VERDICTS),
                           bar([(kind, verdicts.count(said)) for said, kind in _VERDICTS.items()])]))
    names = sorted({bug for cell in order for bug in inputs.regressions[cell]})
    rows = [row([text(bug), *(_verdict(inputs.regressions[cell].get(bug)) for cell in order)]) for bug in names]
    return section("regressions", "Bugs put back", table(["cell", *_VERDICTS, ""], counts) +
                   details(f"All {len(names)}, and the cases that see them",
                           table(["bug", *map(name, order)], rows), "list"))


def _verdict(result: Any) -> str:
    if not result:
        return ""
    kind = _VERDICTS.get(result["verdict"], "fail")
    if result["cases"]:
        listed = tag("ul", "".join(tag("li", text(case)) for case in result["cases"]))
        return details(_cases(len(result["cases"])), listed)
    return tag("span", text(result["verdict"]), kind, f'title="{text(result["reason"])}"')


def coverage(inputs: Inputs) -> str:
    if not inputs.coverage:
        return ""
    rows = []
    for cell in sorted(inputs.coverage, key=corpus.newest_first):
        for file in inputs.coverage[cell]["files"]:
            rows.append(row([text(f"{file['path']}, {name(cell)}"), *(_figure(file[one])
                                                                     for one in ("lines", "branches"))]))
    return section("coverage", "Coverage", table(["file", "lines", "branches"], rows))


def _figure(figure: Document) -> str:
    hit, total = figure["hit"], figure["of"]
    return f"{hit} of {total} " + bar([("pass", hit), ("fail", total - hit)])
