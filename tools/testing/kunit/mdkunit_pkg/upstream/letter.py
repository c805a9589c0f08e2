# SPDX-License-Identifier: GPL-2.0
"""The cover letter."""

from __future__ import annotations

import re
import textwrap
from typing import Iterable

from .. import csource
from . import resolve

SUBJECT = "mm: KUnit tests for device memory migration"

_TEXT = """\
mm/migrate_device.c moves pages between ordinary and device memory. What it has
to get right (dirty bits, PageAnonExclusive, references, locks, TLB flushes) is
seldom seen to be wrong: selftests need a module or a device, and a lost
dirty bit or a late flush shows under load at best.

This series tests it with KUnit, on UML and on x86_64: {suites} suites with {rows}
rows in tables, and seeded random ranges. Each table cites a numbered clause of
what the file owes its callers; the last patch writes the clauses down.

Why the .c file is included rather than changed:

The order of primitives matters as much as the result, and nothing of it is
left in the state afterwards. The tests therefore compile migrate_device.c a
second time, with its entry points renamed and the primitives that it calls
redirected to wrappers that record an event and call the original. So

 - the file itself has no hook for tests, and no cost without them;
 - what is tested is the source that ships, static functions included;
 - the suite applies to a changed migrate_device.c as well as to this one.

The price: the compiler may treat the second copy differently, what other files
do inside is not seen, and a primitive that is renamed has to be renamed in
lib/mm_kunit/interpose*.h, too. rmap.c and ksm.c, which clear
PageAnonExclusive by the same protocol, are tested in the same way.

The other way would be hooks (kunit_activate_static_stub()) in the source: that
is a line in each function that is to be watched, and does not reach inline
functions and macros, which most of these primitives are.

What it covers:

Arguments; collect and unmap, page by page, what is taken and what is left;
order of PTE, flush, PageAnonExclusive and notifiers; insertion, finalize, and
every allocation that may fail; ranges; migration without a VMA; huge pages;
GUP-fast against collect in every order of their steps; try_to_migrate(),
try_to_unmap() and KSM; device-private and device-coherent memory.

What it found:

Rows that show these are skipped as known issues; mm_kunit.known_issues=1 (2 for
those that crash) runs them:

{issues}

What is not claimed:

A pass speaks of the configurations that were run. GUP-fast is a model, a flush
an event: memory order of processors, hardware TLBs and real devices are out of
reach. UML has no huge pages, soft-dirty and uffd-wp; rows about them are
skipped there, and run on x86_64.

Patches 1 to 3 are the library, 4 to 14 the tests, each with the suites that it
names; each patch builds and passes by itself. Patch 15, device memory on UML,
can be left out; device memory is tested on x86_64 only then.

    ./tools/testing/kunit/kunit.py run --kunitconfig=mm/tests

All of it is for {kernel}.
"""


def blurb(texts: dict[str, str], kernel: str) -> str:
    """The text under the subject, with the counts of what is in texts."""
    code = [text for path, text in texts.items() if path.endswith(".c")]
    suites = sum(len(re.findall(r"^kunit_test_suites?\(", text, re.M)) for text in code)
    rows = sum(len(table.rows) for text in code for table in csource.tables(text) if "contract" in table.comment)
    return _TEXT.format(suites=suites, rows=rows, kernel=kernel, issues="\n".join(_issues(texts[resolve.ISSUES])))


def _issues(text: str) -> Iterable[str]:
    for reason in re.findall(r'\.reason =\s+"([^"]*)"', text):
        yield textwrap.fill(reason, 76, initial_indent=" - ", subsequent_indent="   ")
