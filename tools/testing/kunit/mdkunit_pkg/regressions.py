# SPDX-License-Identifier: GPL-2.0
"""mdkunit regressions: does the suite see each bug that history had?"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import time
from pathlib import Path
from typing import Any, Iterable, Optional

from . import cache, check_steps, checkers, corpus, errors, fetch, fixes, overlay_files, platforms, progress, run, table
from .check_steps import Context
from .corpus import Bug
from .errors import Mend
from .platforms import TABLE

CAUGHT, MISSED, UNSEEN = "caught", "not caught", "unseen"
BEGIN, END = ".. regressions begin", ".. regressions end"
Result = dict[str, Any]
# Kernel, platform, fragments.
Cell = tuple[str, ...]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kernel", metavar="SERIES", help="such as 6.12 (default: the newest that Debian offers)")
    parser.add_argument("--platform", default="um", metavar=platforms.CHOICES, help="default: um")
    parser.add_argument("--config", action="append", default=[], metavar="NAME",
                        help="add kunitconfig/NAME; repeatable")
    parser.add_argument("--only", action="append", default=[], metavar="NAME",
                        help="only NAME.cocci, globs allowed; repeatable")
    parser.add_argument("--mutations", action="store_true", help="try mutations/ instead of regressions/")
    parser.add_argument("--again", action="store_true", help="run also what nothing has changed for since it was run")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there")
    parser.add_argument("--out", type=Path, metavar="DIR", help="keep the logs there (default: in the cache)")
    parser.add_argument("--into", type=Path, metavar="FILE",
                        help="put the results that --out holds into the table between the comments of FILE; "
                             "runs nothing")
    progress.add_quiet(parser)


def main(args: argparse.Namespace) -> int:
    root = run.project_root()
    kind = corpus.MUTATIONS if args.mutations else corpus.REGRESSIONS
    bugs = corpus.read(root, kind)
    out = (args.out or cache.subdir("regressions")).resolve() / (kind if args.mutations else "")
    out.mkdir(parents=True, exist_ok=True)
    if args.into:
        text = args.into.read_text("utf-8")
        new = as_table(bugs, _kept(out), _printed(text))
        args.into.write_text(table.replaced(text, new, BEGIN, END), "utf-8")
        return errors.PASSED
    if args.json:
        run.check_json(args.json)
    chosen = platforms.chosen(args.platform)
    checkers.ensure("spatch", unpack=True)
    kernel = args.kernel or fetch.tree_of(None).series
    selected = [bug for bug in corpus.chosen(bugs, args.only) if bug.applies(kernel)]
    results = [result for platform in chosen
               for result in _platform(Context(root, out, options=[f"--config={name}" for name in args.config]),
                                       (kernel, platform, *args.config), selected, args.again)]
    if args.json:
        args.json.write_text(json.dumps({"version": 1, "results": results}, indent=2) + "\n", "utf-8")
    return _conclude(results, len(corpus.chosen(bugs, args.only)) - len(selected))


def _platform(context: Context, cell: Cell, bugs: list[Bug], again: bool) -> list[Result]:
    """The result of each bug, those of earlier runs included where neither
    the patch nor the suite has changed."""
    kernel, platform = cell[:2]
    keep = context.out / f"results-{'-'.join(cell)}.json"
    known = {} if again or not keep.exists() else _load(keep)
    suite = _fingerprint(context.root / name for name in overlay_files.own_paths(context.root))
    results = []
    for bug in bugs:
        stamp = f"{suite}-{_fingerprint([bug.path])}"
        result = known.get(bug.name)
        if why := bug.hidden(platform, _fragments(cell)):
            result = _result(bug, cell, UNSEEN, reason=why)
        elif not result or result["stamp"] != stamp:
            if (platform, kernel) not in context.failing:
                _baseline(context, platform, kernel)
            result = _try(context, cell, bug)
            result["stamp"] = stamp
            known[bug.name] = result
            keep.write_text(json.dumps(known, indent=2) + "\n", "utf-8")
        progress.note(_line(result), result["verdict"] == MISSED)
        results.append(result)
    return results


def _fragments(cell: Cell) -> tuple[str, ...]:
    return (*TABLE[cell[1]].usual, *cell[2:])


def _baseline(context: Context, platform: str, kernel: str) -> None:
    """What fails without any bug proves nothing."""
    tally = check_steps.suite(context, platform, kernel)
    if (platform, kernel) not in context.failing:
        raise Mend(errors.HARNESS, f"the suite itself does not run on {platform}:{kernel}: "
                                   f"{'; '.join(tally.details)}")
    progress.note(f"{platform}:{kernel} without a bug: {tally}")


def _try(context: Context, cell: Cell, bug: Bug) -> Result:
    started = time.monotonic()
    mended = bug.behind in [fix.stem for fix in fixes.of(context.root, cell[0])]
    cases, why = check_steps.seen(context, cell[1], cell[0], bug.path, mended)
    return _result(bug, cell, CAUGHT if cases else MISSED, cases, why, round(time.monotonic() - started, 1))


def _result(bug: Bug, cell: Cell, verdict: str, cases: Optional[list[str]] = None,
            reason: str = "", seconds: float = 0.0) -> Result:
    return {"name": bug.name, "cell": list(cell), "verdict": verdict,
            "cases": cases or [], "reason": reason, "seconds": seconds, "stamp": ""}


def _fingerprint(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _line(result: Result) -> str:
    kernel, platform, *config = result["cell"]
    where = " ".join([result["name"], "on", f"{platform}:{kernel}", *config]) + f": {result['verdict']}"
    if result["verdict"] == CAUGHT:
        more = f" and {len(result['cases']) - 1} more" if len(result["cases"]) > 1 else ""
        return f"{where} by {result['cases'][0]}{more}, {result['seconds']:.0f} s"
    return f"{where}: {result['reason']}"


def _conclude(results: list[Result], others: int) -> int:
    count = {verdict: sum(result["verdict"] == verdict for result in results) for verdict in (CAUGHT, MISSED, UNSEEN)}
    print(f"{count[CAUGHT]} caught, {count[MISSED]} not caught, {count[UNSEEN]} not to be seen, "
          f"{others} not in this kernel")
    return errors.FAILED if count[MISSED] else errors.PASSED


def _kept(out: Path) -> dict[Cell, dict[str, Result]]:
    """What each cell's last runs showed, by the bug's name."""
    found = {}
    for path in out.glob("results-*.json"):
        results = _load(path)
        for result in results.values():
            found[tuple(result["cell"])] = results
    return found


def _load(path: Path) -> dict[str, Result]:
    try:
        results: dict[str, Result] = json.loads(path.read_text("utf-8"))
        if all({"name", "cell", "verdict", "cases", "reason", "stamp"} <= result.keys()
               for result in results.values()):
            return results
    except (ValueError, AttributeError):
        pass
    raise Mend(errors.CONFIG, f"{path} holds no results of mdkunit regressions; remove it, or give another --out")


def _printed(page: str) -> dict[tuple[str, Cell], str]:
    """What the table of a page says, by bug and cell: it may know what was
    run elsewhere."""
    lines = [line for line in page.partition(BEGIN)[2].partition(END)[0].splitlines() if line.strip()]
    if len(lines) < 3 or set(lines[0]) != {"=", " "}:
        return {}
    ends = [match.span() for match in re.finditer("=+", lines[0])]
    rows = [[line[begin:end].strip() for begin, end in ends] for line in lines if "===" not in line]
    return {(row[0], tuple(name.split())): entry
            for row in rows[1:] for name, entry in zip(rows[0][2:], row[2:]) if len(name.split()) > 1}


def as_table(bugs: list[Bug], kept: dict[Cell, dict[str, Result]], printed: dict[tuple[str, Cell], str]) -> str:
    """reStructuredText: how many cases see which bug in which cell."""
    cells = sorted({*kept, *(cell for _name, cell in printed)}, key=corpus.newest_first)
    rows = [["regression", "fix", *(" ".join(cell) for cell in cells)]]
    for bug in bugs:
        fix = bug.reverts if bug.reverts[0] != '"' else "named there"
        rows.append([bug.name, fix, *(_entry(bug, cell, kept.get(cell, {}).get(bug.name), printed.get((bug.name, cell), ""))
                                       for cell in cells)])
    width = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    rule = "  ".join("=" * one for one in width)
    lines = ["  ".join(text.ljust(one) for text, one in zip(row, width)).rstrip() for row in rows]
    return "\n".join(["", rule, lines[0], rule, *lines[1:], rule, "", ""])


def _entry(bug: Bug, cell: Cell, result: Optional[Result], before: str) -> str:
    if not bug.applies(cell[0]):
        return "n/a"
    if bug.hidden(cell[1], _fragments(cell)):
        return "-"
    if not result:
        return before if before not in ("", "-", "n/a") else "?"
    return str(len(result["cases"])) if result["verdict"] == CAUGHT else "missed"
