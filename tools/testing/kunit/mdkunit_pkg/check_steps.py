# SPDX-License-Identifier: GPL-2.0
"""The steps of mdkunit check that run a program and read what it says."""

from __future__ import annotations

import json
import queue
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional, Sequence

from . import build, errors, known_issues, lint_names, proc
from .mutation import rows

# A step that takes longer hangs; together they stay below an hour.
LIMIT_S = {"python": 1200.0, "lint": 1500.0, "litmus": 600.0, "docs": 300.0, "suite": 1500.0, "seed": 600.0, "user": 900.0}
_LAST_LINE = re.compile(r"^(\d+) passed, (\d+) failed, (\d+) skipped$", re.M)
_SHOWN = 8


@dataclass
class Tally:
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    details: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


@dataclass
class Context:
    """failing is what the suite showed without a seed, by cell, hidden what it
    skipped as known issues, passed what passed in any; options go to each
    mdkunit run."""

    root: Path
    out: Path
    failing: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    hidden: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    options: list[str] = field(default_factory=list)
    passed: set[str] = field(default_factory=set)

    @property
    def kunit_dir(self) -> Path:
        return self.root / "tools/testing/kunit"

    def mdkunit(self, *arguments: str) -> list[str]:
        return [sys.executable, "-B", str(self.kunit_dir / "mdkunit"), *arguments]


def call(context: Context, name: str, command: Sequence[str], limit: float,
         cwd: Optional[Path] = None) -> tuple[Optional[int], str]:
    """Exit code (None: it took too long) and output, also kept in a log."""
    deadline = time.monotonic() + limit
    text: list[str] = []
    with open(context.out / f"{name}.log", "w", encoding="utf-8") as log, \
            proc.started(command, build.environment(), cwd) as child:
        assert child.stdout
        lines = proc.Lines(child.stdout)
        try:
            while got := lines.next(deadline - time.monotonic()):
                text.append(got[1])
                print(got[1], file=log, flush=True)
            code: Optional[int] = child.wait(max(deadline - time.monotonic(), 1.0))
        except (queue.Empty, subprocess.TimeoutExpired):
            code = None
    return code, "\n".join(text)


def python_tests(context: Context) -> Tally:
    command = [sys.executable, "-B", "-m", "unittest", "discover", "-s", "mdkunit_tests", "-t", "."]
    code, text = call(context, "python-tests", command, LIMIT_S["python"], context.kunit_dir)
    ran = re.search(r"^Ran (\d+) tests?", text, re.M)
    if code is None or not ran or int(ran.group(1)) == 0:
        return Tally(failed=1, details=[ending(code, text)])
    counts = {name: int(number) for name, number in re.findall(r"([a-z][a-z ]*)=(\d+)", text.splitlines()[-1])}
    failed = sum(counts.get(name, 0) for name in ("failures", "errors", "unexpected successes"))
    failed = failed or int(code != 0)
    skipped = counts.get("skipped", 0)
    names = re.findall(r"^(?:FAIL|ERROR): .*", text, re.M)
    return Tally(int(ran.group(1)) - failed - skipped, failed, skipped, _some(names))


def lint(context: Context, kernel: str) -> Tally:
    return _counted(context, "lint", ["--kernel", kernel], r"\S+:\d+: ")


def litmus(context: Context, kernels: Sequence[str]) -> Tally:
    return _counted(context, "litmus", [word for kernel in kernels for word in ("--kernel", kernel)], "FAILED ")


def docs(context: Context) -> Tally:
    return _counted(context, "docs", [], "FAILED ")


def _counted(context: Context, command: str, arguments: list[str], finding: str) -> Tally:
    """A command of ours that ends with its counts, or is skipped."""
    code, text = call(context, command, context.mdkunit(command, *arguments), LIMIT_S[command])
    last = _LAST_LINE.findall(text)
    if code == errors.SKIPPED and (skip := re.search(r"^SKIP .*", text, re.M)):
        return Tally(skipped=1, details=[skip.group(0)])
    if code is None or not last:
        return Tally(failed=1, details=[ending(code, text)])
    passed, failed, skipped = (int(number) for number in last[-1])
    findings = [line for line in text.splitlines() if re.match(finding, line)]
    return Tally(passed, failed, skipped, _some(findings) if failed else [])


def suite(context: Context, platform: str, kernel: str, *without: str) -> Tally:
    name = "-".join(["suite", platform, kernel, *(f"no-{fragment}" for fragment in without)])
    options = [f"--without={fragment}" for fragment in without]
    code, text, report = _run(context, name, platform, kernel, options, LIMIT_S["suite"])
    cases = _cases(report)
    if code not in (0, 1) or not cases:
        return Tally(failed=1, details=[ending(code, text)])
    context.failing.setdefault((platform, kernel), _failing(cases))
    context.hidden.setdefault((platform, kernel), known_issues.hidden(cases))
    context.passed |= _with(cases, "PASS")
    total = report["totals"]
    tally = Tally(total["passed"], total["failed"], total["skipped"])
    tally.details = _some([line for line in text.splitlines() if line.startswith(("FAILED", "NOT RUN"))])
    faults = name_faults(cases)
    tally.failed += len(faults)
    tally.details += _some(faults)
    if (code == 0) != (total["failed"] == 0):
        tally.failed += 1
        tally.details.append(f"exit code {code} does not go with {total['failed']} failed")
    return tally


def fixes(context: Context, platform: str, kernel: str) -> Tally:
    """A row of a known issue is only worth keeping if it passes once the
    kernel is mended, and a fix if it breaks nothing else."""
    name = f"fixes-{platform}-{kernel}"
    code, text, report = _run(context, name, platform, kernel, ["--fixed"], LIMIT_S["suite"])
    cases = _cases(report)
    if code not in (0, 1) or not cases:
        return Tally(failed=1, details=[ending(code, text)])
    hidden = context.hidden.get((platform, kernel), set())
    broken = sorted(_failing(cases) | (hidden - _with(cases, "PASS")))
    return Tally(len(hidden.difference(broken)), len(broken), 0,
                 _some([f"does not pass with our fixes: {case}" for case in broken]))


def seed(context: Context, platform: str, kernel: str, patch: Path) -> Tally:
    cases, why = seen(context, platform, kernel, patch)
    if not cases:
        return Tally(failed=1, details=[why])
    more = f" and {len(cases) - 1} more" if len(cases) > 1 else ""
    return Tally(passed=1, details=[f"seen by {cases[0]}{more}"])


def seen(context: Context, platform: str, kernel: str, patch: Path, mended: bool = False) -> tuple[list[str], str]:
    """The cases that fail with the bug and pass without, or why there are
    none. A failure of anything else, above all of the harness, would hide
    that nobody looks. A known issue may do so, too, unless all are mended."""
    name = f"seed-{patch.stem}-{platform}-{kernel}"
    options = [f"--apply={patch}", *(["--fixed"] if mended else [])]
    code, text, report = _run(context, name, platform, kernel, options, LIMIT_S["seed"])
    cases = sorted(_failing(_cases(report)) - context.failing.get((platform, kernel), set()))
    if code == 1 and cases:
        return cases, ""
    return [], "no case fails that passes without this bug" if code in (0, 1) else ending(code, text)


def mutation(context: Context, platform: str, kernel: str, patch: Path, cases: set[str]) -> Tally:
    """Each of cases must fail, not just any: it is what shows that the
    row still looks."""
    name = f"mutation-{patch.stem}-{platform}-{kernel}"
    code, text, report = _run(context, name, platform, kernel, [f"--apply={patch}"], LIMIT_S["seed"])
    if code != 1:
        return Tally(failed=1, details=["no case fails with this change" if code == 0 else ending(code, text)])
    blind = sorted(cases - _failing(_cases(report)))
    if blind:
        return Tally(len(cases) - len(blind), len(blind), 0, _some([f"not seen by {case}" for case in blind]))
    return Tally(passed=len(cases))


def each_row(context: Context) -> Tally:
    """What passes and is not known to fail with anything may be unable to."""
    unknown = sorted(context.passed - rows.known(context.root))
    details = [f"no change is known to fail {name}; see mdkunit mutants --each-row" for name in unknown]
    return Tally(len(context.passed) - len(unknown), len(unknown), 0, _some(details))


def name_faults(cases: list[dict[str, Any]]) -> list[str]:
    """Names that only a run shows, such as those of generated rows."""
    faults = {lint_names.suite_fault(case["suite"]): None for case in cases}
    for case in cases:
        parts = case["case"].split(".")
        for part in parts:
            faults[lint_names.fault(part)] = None
        if len(parts) > len(set(parts)):
            # kunit.py takes the first row of that name for the table's result.
            faults[f"{case['suite']}.{case['case']}: a row has the name of its table"] = None
    names = [f"{case['suite']}.{case['case']}" for case in cases]
    for twice in sorted({name for name in names if names.count(name) > 1}):
        faults[f"{twice} exists more than once"] = None
    return [fault for fault in faults if fault]


def _run(context: Context, name: str, platform: str, kernel: str, more: list[str], limit: float
         ) -> tuple[Optional[int], str, dict[str, Any]]:
    document = context.out / f"{name}.json"
    document.unlink(missing_ok=True)
    command = context.mdkunit("run", "--kernel", kernel, "--platform", platform, "--json", str(document),
                              "--out", str(context.out / name), *context.options, *more)
    code, text = call(context, name, command, limit)
    try:
        return code, text, json.loads(document.read_text("utf-8"))
    except (OSError, ValueError):
        return code, text, {}


def _cases(report: dict[str, Any]) -> list[dict[str, Any]]:
    return [case for platform in report.get("platforms", []) for case in platform["cases"]]


def _failing(cases: list[dict[str, Any]]) -> set[str]:
    return _with(cases, "FAIL")


def _with(cases: list[dict[str, Any]], status: str) -> set[str]:
    return {f"{case['suite']}.{case['case']}" for case in cases if case["status"] == status}


def _some(lines: list[str]) -> list[str]:
    more = [f"... {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
    return lines[:_SHOWN] + more


def ending(code: Optional[int], text: str) -> str:
    if code is None:
        return "took too long and was ended"
    error = re.findall(r"^mdkunit: error: (.*)", text, re.M)
    lines = error or [line for line in text.splitlines() if line.strip()]
    return f"exit code {code}: {lines[-1] if lines else 'it says nothing'}"
