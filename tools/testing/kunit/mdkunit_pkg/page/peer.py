# SPDX-License-Identifier: GPL-2.0
"""The kernel's own hmm-tests on the same mutants, side by side."""

from __future__ import annotations

from .html import bar, row, section, table, tag, text
from .inputs import Inputs

_HEAD = ("suite", "mutants", "killed", "by an assertion", "seconds a mutant", "")


def peer(inputs: Inputs) -> str:
    if not inputs.peer:
        return ""
    document = inputs.peer
    rows = [row([text(side), str(one["compiled"]), f"{one['killed']} ({one['score']} %)", str(one["assertion"]),
                 f"{one['seconds_per_mutant']:.1f}", bar([("pass", one["killed"]),
                                                         ("fail", one["compiled"] - one["killed"])])])
            for side, one in document["sides"].items()]
    shared = {said: len(document[key]) for said, key in (
        ("both", "both"), ("only the suite", "only_mdkunit"), ("only hmm-tests", "only_hmm_tests"),
        ("neither", "neither"))}
    said = (f"Mutants of linux {document['kernel']} on {document['platform']}. Killed by " +
            ", ".join(f"{who}: {number}" for who, number in shared.items()) + ".")
    return section("peer", "Beside hmm-tests", tag("p", text(said), "note") + table(_HEAD, rows))
