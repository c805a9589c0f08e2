# SPDX-License-Identifier: GPL-2.0
"""Which patch of the series brings what, in which order, and why.

What a patch brings links with what the patches before it brought; Makefiles
are those of the last patch without what is not there yet.
"""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass, field
from typing import Iterable

# What works with mdkunit only, or with a configuration for debugging only.
LEFT_OUT = ("*/coverage.[ch]", "*/mutant.[ch]", "*/shuffle.c", "*/suites.h", "*/faults.[ch]", "*/migrate_bench*",
            "*/mm_leaks*")
# Written anew for each patch.
_WRITTEN = ("*/Makefile", "*/Kconfig", "*/.kunitconfig")


@dataclass
class Patch:
    """patterns are of the new files; kconfig of the symbols that it adds."""

    subject: str
    body: str
    patterns: tuple[str, ...] = ()
    kconfig: tuple[str, ...] = ()
    extra: tuple[str, ...] = field(default=())


PATCHES = (
    Patch("mm: add address spaces and pages for KUnit tests", """\
Tests of migration and of reverse mapping need what no test of theirs should
build again: an address space with a VMA, a fork of it, pages in any state
that a PTE and a folio can have, and a comparison of all that state before
and after a call.

Pages come from real faults, and their state is edited under the locks that
the kernel takes, so that anon_vma, rmap, LRU, memory cgroup and counters
are right by construction. Nothing is mocked.

This is built for tests only, and linked in: it needs symbols that are not
exported to modules.""",
          ("lib/mm_kunit/mm.h", "lib/mm_kunit/[bprst]*.[ch]", "lib/mm_kunit/counters.[ch]", "lib/mm_kunit/device*.[ch]",
           "lib/mm_kunit/huge.[ch]", "lib/mm_kunit/ksm.[ch]"), ("MM_KUNIT",), ("maintainers",)),
    Patch("mm: record the order of primitives in KUnit tests", """\
Whether a TLB flush comes before the page-table lock is dropped cannot be seen
in the state that a function leaves. Add a recorder of events, wrappers that
report what a file under test calls, and predicates over what was recorded.

A predicate states what has to hold ("each cleared PTE is flushed before its
unlock"), not one sequence: more flushes than needed, or others, are legal.
A wrapper can also run a hook of the test, which stands for what another
CPU may do at that point, or let an allocation fail.""",
          ("lib/mm_kunit/events.[ch]", "lib/mm_kunit/hooks.[ch]", "lib/mm_kunit/order*.[ch]",
           "lib/mm_kunit/watch.[ch]", "lib/mm_kunit/interpose*.h", "lib/mm_kunit/no_trace.h")),
    Patch("mm: run KUnit actors in every order", """\
GUP-fast and the code that clears PageAnonExclusive agree by the order of a
few loads and stores. Add a scheduler that runs two or three actors in each
order of their steps, a model of GUP-fast in steps, and stores that become
visible late, so that a missing barrier has an order in which it shows.

That is a model. It says nothing about the memory order of a processor.""",
          ("lib/mm_kunit/explore.[ch]", "lib/mm_kunit/actors.[ch]", "lib/mm_kunit/gup_model.[ch]",
           "lib/mm_kunit/weak_memory.[ch]")),
    Patch("mm/tests: test the arguments of migrate_vma_setup()", """\
Compile mm/migrate_device.c a second time, unmodified, under other names and
with the primitives that it calls wrapped. Add what builds its callers' side
(ranges, src and dst, the phases), what an outcome such as SKIPPED or MIGRATED
means for every field of a page, and the known issues.

The first suite is about arguments: what is refused leaves arrays, arguments
and pages as they were.""",
          ("mm/tests/migrate_device_*.[ch]", "mm/tests/migrate_scene.[ch]", "mm/tests/migrate_outcome.[ch]",
           "mm/tests/migrate_known_issues.[ch]", "mm/tests/migrate_fixture.c", "mm/tests/migrate_array.c",
           "mm/tests/migrate_case.c", "mm/tests/migrate_arguments_kunit.c"), ("MIGRATE_DEVICE_KUNIT_TEST",), ("kunitconfig",)),
    Patch("mm/tests: test what migrate_vma_setup() takes", """\
Collect takes what it can unmap safely and leaves the rest as it was. Test both,
page by page: what the migration entry and the folio say of a page that is
taken, and that a locked, pinned or foreign page is untouched to the last bit.
Page tables that change while collect looks at them count as well.""",
          ("mm/tests/migrate_collect_kunit.c", "mm/tests/migrate_partial_kunit.c", "mm/tests/migrate_emptied_kunit.c",
           "mm/tests/migrate_interference_kunit.c", "mm/tests/migrate_large_folio_kunit.c")),
    Patch("mm/tests: test the order in which device migration acts", """\
The PTE is cleared before PageAnonExclusive is, dirty comes from what the clear
returned, and each cleared PTE is flushed before its lock is dropped. Test these
over recorded events, pin pages between any two of them, and test that notifiers
of secondary MMUs see every change in time.""",
          ("mm/tests/migrate_order_kunit.c", "mm/tests/migrate_notifier_kunit.c",
           "mm/tests/migrate_stale_kunit.c")),
    Patch("mm/tests: test what becomes of migrated pages", """\
Test whole rounds: a page that was given a destination is mapped there with all
its bits, content and flags, one that was not is back as it was, and a hole is
filled; each allocation on the way may fail.""",
          ("mm/tests/migrate_round_trip_kunit.c", "mm/tests/migrate_insert_kunit.c", "mm/tests/migrate_abort.[ch]",
           "mm/tests/migrate_insert_abort_kunit.c", "mm/tests/migrate_fate.[ch]", "mm/tests/migrate_states_kunit.c")),
    Patch("mm/tests: test device migration of ranges", """\
Test ranges of several pages of each kind beside each other: positions in src
and dst, counts, and words around the arrays that nobody may touch. An oracle
that is written from the contract says what is expected, also for seeded random
ranges; one that fails is made smaller before it is printed.""",
          ("mm/tests/migrate_range*.[ch]", "mm/tests/migrate_oracle.[ch]", "mm/tests/migrate_again_kunit.c",
           "mm/tests/migrate_random_kunit.c", "mm/tests/migrate_scenario.[ch]", "mm/tests/migrate_roll.c",
           "mm/tests/migrate_shrink.c", "mm/tests/migrate_print.c", "mm/tests/migrate_bits_kunit.c")),
    Patch("mm/tests: test device migration without a VMA", """\
Test migrate_device_range(), migrate_device_pfns() and what eviction calls after
them: every page is considered, none is kept that is free or locked, and a
folio that reaches beyond the array is not taken.""",
          ("mm/tests/migrate_no_vma*.[ch]", "mm/tests/migrate_pfn_*.c")),
    Patch("mm/tests: test device migration of huge pages", """\
Test PMDs and large folios: taken whole with MIGRATE_VMA_SELECT_COMPOUND, split
without, split again for small destinations, inserted, given up, and raced by
others. Without transparent huge pages these are skipped.""",
          ("mm/tests/migrate_huge.[ch]", "mm/tests/migrate_huge_*_kunit.c", "mm/tests/migrate_secondary_kunit.c")),
    Patch("mm/tests: test device migration against GUP-fast in every order", """\
Run collect, unmap and fork against GUP-fast in each order of their steps, with
stores that become visible late where the architecture lets them, and test that
no pin succeeds on a page that is taken. Variants that lack a barrier have to
fail, or the test would prove nothing.""",
          ("mm/tests/explore*.[ch]", "mm/tests/migrate_explore*.[ch]", "mm/tests/mm_*_kunit.c",
           "mm/tests/share_unit.[ch]", "mm/tests/migrate_gup_kunit.c", "mm/tests/migrate_weak_kunit.c",
           "mm/tests/migrate_stress_kunit.c")),
    Patch("mm/tests: test try_to_migrate() and try_to_unmap()", """\
Both clear PageAnonExclusive under the protocol that migrate_device.c follows.
Compile mm/rmap.c a second time and hold them, and remove_migration_ptes(), to
the same clauses, with the immediate and with the batched TLB flush. A PMD is
taken away by set_pmd_migration_entry(): mm/huge_memory.c is compiled likewise.""",
          ("mm/tests/rmap_[!d]*.[ch]", "mm/tests/huge_*.[ch]", "mm/tests/sibling_scene.[ch]",
           "mm/tests/migrate_entry_kunit.c")),
    Patch("mm/tests: test write_protect_page() of KSM", """\
KSM clears PageAnonExclusive as well, and counts references after the flush.
Compile mm/ksm.c a second time and test write_protect_page() and replace_page().""",
          ("mm/tests/ksm_*.[ch]",)),
    Patch("mm/tests: test migration to and from device memory", """\
Test device-private and device-coherent pages: who may take them, CPU faults
that a driver answers or not, eviction, and what a page is when it is used
again. The device is a pagemap that the test makes.""",
          ("mm/tests/device_memory_kunit.c", "mm/tests/*_devmem*.[ch]", "mm/tests/migrate_huge_private_kunit.c",
           "mm/tests/migrate_huge_life_kunit.c",
           "mm/tests/migrate_huge_fault_kunit.c", "mm/tests/migrate_huge_device_kunit.c",
           "mm/tests/migrate_huge_apart_kunit.c", "mm/tests/migrate_huge_busy_kunit.c"), (), ("x86_64",)),
    Patch("mm: let KUnit tests have device memory on UML", """\
UML has no memory hotplug and so no ZONE_DEVICE, without which the tests of
device memory, the point of mm/migrate_device.c, need an emulated machine.

Let them make device pages of memory that they allocate. The shim is a header
that is put before two files of mm/ on UML only, and if the option is
set only. The tests work without this patch; on UML they are not built then.""",
          ("lib/mm_kunit/uml_zone_device.h", "lib/mm_kunit/Makefile.zone_device"),
          ("ZONE_DEVICE", "DEVICE_PRIVATE"), ("zone_device",)),
    Patch("Documentation: mm: say what device migration owes its callers", """\
The tests cite numbered clauses. Write these down, with how to run the tests,
how to add a row, and which defects are known.""",
          (), (), ("documentation",)),
)

# In these, a later patch takes precedence over the patterns of an earlier one.
_LATE = ("mm/tests/migrate_huge_private_kunit.c", "mm/tests/migrate_huge_fault_kunit.c",
         "mm/tests/migrate_huge_device_kunit.c", "mm/tests/migrate_huge_apart_kunit.c",
         "mm/tests/migrate_huge_busy_kunit.c", "mm/tests/migrate_huge_life_kunit.c")


def patch_of(path: str) -> int:
    """The number of the patch that brings path, counted from 0; -1: none."""
    if any(fnmatch.fnmatch(path, pattern) for pattern in (*LEFT_OUT, *_WRITTEN)):
        return -1
    fits = [number for number, patch in enumerate(PATCHES)
            if any(fnmatch.fnmatch(path, pattern) for pattern in patch.patterns)]
    return (fits[-1] if path in _LATE else fits[0]) if fits else -2


def unplanned(paths: Iterable[str]) -> list[str]:
    """Files that no patch brings and that are not left out for a reason."""
    return sorted(path for path in paths if patch_of(path) == -2)
