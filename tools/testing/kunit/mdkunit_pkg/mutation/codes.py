# SPDX-License-Identifier: GPL-2.0
"""Run in the view of a kernel tree: reads from stdin how to compile a source
with copies of functions in it and prints what code each of them is, or what
the compiler says, both as JSON."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from typing import Any

from mdkunit_pkg.mutation import assembly

# Copies must be compiled alike, whatever else is in the unit: they are not
# merged or taken apart, and what is inlined depends on no other copy.
ALIKE = ("-S -g0 -w -fno-ipa-icf -fno-ipa-cp -fno-ipa-sra -fno-partial-inlining -fno-inline-functions-called-once "
         "-fno-reorder-blocks-and-partition --param=large-unit-insns=100000000")


def command(compiling: str) -> str:
    """What prints assembly where compiling would make an object."""
    text = re.sub(r" -Wp,-MMD,\S+", "", compiling).replace(" -c ", " ")
    return re.sub(r" -o \S+", " -o -", text) + f" {ALIKE}"


def codes(order: dict[str, Any]) -> dict[str, Any]:
    """order: obj, commands, unit, and functions: name -> original, others."""
    parts: dict[str, list[str]] = {}
    for compiling in order["commands"]:
        done = subprocess.run(["sh", "-c", f"cd {order['obj']} && {command(compiling)}"], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, check=False)
        if done.returncode:
            return {"failed": done.stderr or "the compiler says nothing"}
        listing = assembly.Listing(done.stdout, order["unit"])
        for function, (original, *others) in order["functions"].items():
            for name, text in assembly.texts(listing, function, original, others).items():
                parts.setdefault(name, []).append(text)
    every = len(order["commands"])
    found = {name: _hash(texts) for name, texts in parts.items() if len(texts) == every}
    return {"codes": found}


def _hash(texts: list[str]) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:12]


if __name__ == "__main__":
    json.dump(codes(json.load(sys.stdin)), sys.stdout)
