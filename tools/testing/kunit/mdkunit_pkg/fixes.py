# SPDX-License-Identifier: GPL-2.0
"""The semantic patches that mend what Documentation/mdkunit/finds describes."""

from __future__ import annotations

from pathlib import Path

from . import variants
from .corpus import series

# Of a kernel that has them, so that rows of known issues pass, all of them.
KNOWN_ISSUES = "mm_kunit.known_issues=2"


def of(root: Path, version: str) -> list[Path]:
    """Those for a kernel: from since on, and before until."""
    return [patch for patch in sorted((root / "tools/testing/kunit/fixes").glob("*.cocci"))
            if _is_for(variants.header(patch), series(version))]


def _is_for(header: dict[str, str], kernel: tuple[int, ...]) -> bool:
    return series(header.get("since", "0.0")) <= kernel and ("until" not in header or kernel < series(header["until"]))
