# SPDX-License-Identifier: GPL-2.0
"""Which of the mutations mdkunit check tries."""

from __future__ import annotations

from .corpus import Bug

# What the names of the patches begin with, in the order of a migration.
PHASES = ("collect", "unmap", "insert", "finalize")


def sample(bugs: list[Bug], platform: str, kernel: str) -> list[Bug]:
    """A patch of each phase, the one that the fewest cases see: what many
    see would be seen by a broken row as well."""
    chosen = []
    for phase in PHASES:
        tried = [bug for bug in bugs if bug.name.startswith(f"{phase}_") and bug.cases(platform, kernel)]
        chosen += sorted(tried, key=lambda bug: (len(bug.cases(platform, kernel)), bug.name))[:1]
    return chosen
