# SPDX-License-Identifier: GPL-2.0
"""The documentation page of the series."""

from __future__ import annotations

import re
from pathlib import Path

from .. import csource, errors
from ..errors import Mend
from .edits import PAGE

CONTRACT = "Documentation/mdkunit/contract.rst"
INDEX = "Documentation/mm/index.rst"
ENTRY = Path(PAGE).stem

_TERMS = """\
The contract
============

*Collect* and *unmap* are the two halves of migrate_vma_setup(), *pages* and
*finalize* the two calls after it. *src* and *dst* are the caller's arrays,
*MIGRATE*, *VALID* and *COMPOUND* bits of an entry. A *fault page* is locked
and referenced by the caller. *AE* is PageAnonExclusive, *PTL* a page-table
lock.

"""
_KNOWN = """\
Known issues
============

Rows that show one of these are skipped unless mm_kunit.known_issues=1 is on the
kernel's command line, or 2 for those that crash it.

"""
# Clauses that name other kernels than the one that the series is for.
_OTHERS = (("or (7.x) not locked", "or not locked"), ("a range of whole PMDs (7.x)", "a range of whole PMDs"),
           ("page (6.19 and later), or skipped (earlier).", "page."))


def page(root: Path, issues: str) -> str:
    """The page, with the clauses and the known issues in issues."""
    text = Path(__file__).with_name("page.rst").read_text("utf-8")
    return f"{text}{_TERMS}{_clauses(root)}{_KNOWN}{''.join(_issues(issues))}"


def _clauses(root: Path) -> str:
    text = (root / CONTRACT).read_text("utf-8")
    found = re.search(r"^1 Arguments of .*?(?=^Not covered yet\n)", text, re.M | re.S)
    if not found:
        raise Mend(errors.CONFIG, f"{CONTRACT} has no part from 1 to 'Not covered yet'; teach upstream/page.py where it is")
    text = found.group(0)
    for old, new in _OTHERS:
        if old not in text:
            raise Mend(errors.CONFIG, f"{CONTRACT} does not say {old!r} any more; bring upstream/page.py up to date")
        text = text.replace(old, new)
    # One level down: the contract is one part of this page.
    marks = str.maketrans("=-", "-~")
    return re.sub(r"^(=+|-+)$", lambda line: line.group(0).translate(marks), text, flags=re.M)


def _issues(text: str) -> list[str]:
    found = []
    for name, _line, initialiser in csource.structures(text, "mm_kunit_known_issue"):
        reason = re.search(r'\.reason =\s+"([^"]*)"', initialiser)
        crash = " (crashes)" if ".crashes = true" in initialiser else ""
        found.append(f"- {name}: {reason.group(1) if reason else ''}{crash}\n")
    return found


def with_entry(index: str) -> str:
    """The index of Documentation/mm with the page where it sorts."""
    lines = index.split("\n")
    after = [number for number, line in enumerate(lines)
             if re.fullmatch(r"   [\w/-]+", line) and line.strip() < ENTRY]
    if not after:
        raise Mend(errors.CONFIG, f"{INDEX} has no list of pages; is this a complete tree?")
    lines.insert(after[-1] + 1, f"   {ENTRY}")
    return "\n".join(lines)
