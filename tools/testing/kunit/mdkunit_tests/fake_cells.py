# SPDX-License-Identifier: GPL-2.0
"""A matrix whose cells take no time: what they run only writes reports."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path
from typing import Any

from .fakes import RunnerTest

MATRIX = """
[[cells]]
check = true
kernels = ["7.3", "6.1"]
platforms = ["um", "x86_64"]

[[cells]]
run = "mutants"
kernels = ["7.3"]
platforms = ["um"]
shards = 2
"""
IDS = ["um-7.3", "x86_64-7.3", "um-6.1", "x86_64-6.1", "um-7.3-mutants-1of2", "um-7.3-mutants-2of2"]
RUNS = IDS[:4]

# Behaves as plan.json says, by platform and kernel or shard, and leaves a
# line in calls for each time it is called.
STAND_IN = '''
import json, os, pathlib, signal, sys, time
here = pathlib.Path(__file__).parent
words = sys.argv[1:]
value = lambda name: words[words.index(name) + 1]
name = f"{value('--platform')}-{value('--kernel')}"
if words[0] == "mutants":
    name += "-" + value("--shard")
with open(here / "calls", "a") as calls:
    calls.write(name + "\\n")
plan = json.loads((here / "plan.json").read_text()).get(name, {})
time.sleep(plan.get("sleep", 0))
if plan.get("kill"):
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(60)
case = {"suite": "toy", "case": "first", "status": plan.get("status", "PASS"), "seconds": 0.5, "reason": "be\\x01cause"}
totals = {"passed": 0, "failed": 0, "skipped": 0, "not_run": 0, "complaints_outside": 0}
totals[{"PASS": "passed", "FAIL": "failed", "SKIP": "skipped"}[case["status"]]] = 1
report = {"version": 1, "totals": totals, "platforms": [{"platform": value("--platform"), "kernel": value("--kernel"),
          "config": [], "cases": [case], "complaints": []}]}
if words[0] == "mutants":
    number = int(value("--shard")[0])
    record = {"schema": "a", "suite": "b", "platform": "um", "kernel": "7.3.4", "id": f"m{number}", "path": "mm/x.c",
              "function": "f", "line": number, "operator": "o", "result": "assertion", "by": "toy.first", "seconds": 1}
    pathlib.Path(value("--results")).write_text(json.dumps(record) + "\\n")
    report = {"version": 1, "total": {"killed": 1, "compiled": 1}}
if plan.get("report", True):
    pathlib.Path(value("--json")).write_text(json.dumps(report))
print(plan.get("say", "nothing"))
sys.exit(plan.get("exit", int(case["status"] == "FAIL")))
'''


class CellsTest(RunnerTest):
    def setUp(self) -> None:
        super().setUp()
        self.matrix = self.top / "matrix.toml"
        self.matrix.write_text(MATRIX)
        (self.top / "stand_in.py").write_text(STAND_IN)
        self.env["MDKUNIT_CELL_COMMAND"] = shlex.join([sys.executable, str(self.top / "stand_in.py")])
        self.results = self.top / "results"
        self.plan_of("none")

    def plan_of(self, name: str, **plan: Any) -> None:
        self.plans({name: plan})

    def plans(self, plans: dict[str, dict[str, Any]]) -> None:
        (self.top / "plan.json").write_text(json.dumps(plans))

    @property
    def calls(self) -> list[str]:
        path = self.top / "calls"
        return path.read_text().splitlines() if path.exists() else []

    def cell(self, *words: Any) -> Any:
        return self.mdkunit("cell", *words, "--matrix", self.matrix, "--results", self.results)

    def document(self, name: str) -> dict[str, Any]:
        return json.loads((self.results / f"{name}.json").read_text())

    def names(self) -> list[str]:
        """Of all files beside results and logs, too."""
        return sorted(path.name for path in self.results.iterdir() if path.suffix != ".lock")

    def path(self, name: str) -> Path:
        return self.results / f"{name}.json"
