# SPDX-License-Identifier: GPL-2.0
"""Run in the view of a kernel tree, where its headers are: reads what to
change from stdin and prints the mutants, both as JSON."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from mdkunit_pkg.mutation import libclang, operators, schema


def generate(order: dict[str, Any]) -> dict[str, Any]:
    """order: obj, and targets with path, source, unit, command, functions."""
    os.chdir(order["obj"])
    found: list[schema.Mutant] = []
    sources: dict[str, str] = {}
    places: dict[str, dict[str, tuple[int, int, int]]] = {}
    errors: list[str] = []
    for target in order["targets"]:
        unit = libclang.Unit(target["unit"], target["command"], target["source"])
        errors += unit.errors()
        sources[target["path"]] = unit.text
        places[target["path"]] = {one.spelling: unit.place(one) for one in unit.functions()}
        found += operators.mutants(unit, target["path"], target["functions"])
    return {"mutants": [one.document() for one in schema.numbered(found, sources)],
            "sources": sources, "places": places, "errors": errors}


if __name__ == "__main__":
    json.dump(generate(json.load(sys.stdin)), sys.stdout)
