// SPDX-License-Identifier: GPL-2.0
#include "migrate_known_issues.h"

const struct mm_kunit_known_issue bits_lost_in_merge = {
	.reason = "KSM maps the page that it shares without the soft-dirty and uffd-wp bits of the one it replaces",
	.page = "mdkunit/finds/bits-lost-in-merge.rst",
};

const struct mm_kunit_known_issue bug_on_writeback = {
	.crashes = true,
	.reason = "a page under writeback that is given a destination in system memory is a BUG",
	.page = "mdkunit/finds/bug-on-writeback.rst",
};

const struct mm_kunit_known_issue charged_on_abort = {
	.reason = "an address that can't be populated leaves the destination charged and uptodate",
	.page = "mdkunit/finds/charged-on-abort.rst",
};

const struct mm_kunit_known_issue compound_for_small_hole = {
	.since = KERNEL(6, 19),
	.crashes = true,
	.reason = "a huge page for one address is mapped beyond the range, and src cleared there",
	.page = "mdkunit/finds/compound-for-small-hole.rst",
};

const struct mm_kunit_known_issue compound_without_valid = {
	.since = KERNEL(6, 19),
	.reason = "a large folio that is free or locked gives a COMPOUND entry that is not VALID",
	.page = "mdkunit/finds/compound-without-valid.rst",
};

/*
 * Before 6.6, x86 has no dirty bit where an offset has its bits. arm64 has its
 * two above all those of a pfn, and so is no kernel with this.
 */
const struct mm_kunit_known_issue dirty_device_entry = {
	.since = IS_ENABLED(CONFIG_ARM64) ? KERNEL(6, 19) :
		 IS_ENABLED(CONFIG_X86) ? KERNEL(6, 6) : 0,
	.until = KERNEL(6, 19),
	.reason = "rmap takes a bit of a device-private entry for the dirty bit",
	.page = "mdkunit/finds/dirty-device-entry.rst",
};

const struct mm_kunit_known_issue end_before_start_issue = {
	.crashes = true,
	.reason = "a range within the VMA that ends before it starts is not refused",
	.page = "mdkunit/finds/end-before-start.rst",
};

const struct mm_kunit_known_issue fault_refuses_split = {
	.since = KERNEL(6, 19),
	.reason = "a huge page of a device that a fault is about can't be split for the references of fault and collect",
	.page = "mdkunit/finds/fault-refuses-split.rst",
};

const struct mm_kunit_known_issue flush_after_split = {
	.since = KERNEL(6, 19),
	.reason = "collect drops the page-table lock to split a large folio before it flushed what it cleared",
	.page = "mdkunit/finds/flush-after-split.rst",
};

const struct mm_kunit_known_issue freed_with_mapping = {
	.reason = "a page of a file that moved to system memory is freed with its mapping set",
	.page = "mdkunit/finds/freed-with-mapping.rst",
};

const struct mm_kunit_known_issue gap_in_huge_hole = {
	.since = KERNEL(6, 19),
	.crashes = true,
	.reason = "an address of a huge hole that is given no destination is a NULL dereference",
	.page = "mdkunit/finds/gap-in-huge-hole.rst",
};

const struct mm_kunit_known_issue huge_hole_offered_once = {
	.since = KERNEL(6, 19),
	.reason = "of several empty PMDs that follow each other only the first is offered",
	.page = "mdkunit/finds/huge-hole-offered-once.rst",
};

const struct mm_kunit_known_issue huge_spurious_soft_dirty = {
	.reason = "a dirty huge page is soft-dirty, too, once it is mapped again",
	.page = "mdkunit/finds/huge-spurious-soft-dirty.rst",
};

const struct mm_kunit_known_issue leaked_huge_reference = {
	.until = KERNEL(6, 19),
	.reason = "a huge page that is locked is left with one reference more",
	.page = "mdkunit/finds/leaked-huge-reference.rst",
};

const struct mm_kunit_known_issue list_stops_at_large = {
	.since = KERNEL(6, 19),
	.reason = "a list of pfns is dropped behind a part of a large folio",
	.page = "mdkunit/finds/list-stops-at-large.rst",
};

const struct mm_kunit_known_issue moved_to_compound = {
	.since = KERNEL(6, 19),
	.reason = "a small page that is refused a COMPOUND destination hands its metadata to it",
	.page = "mdkunit/finds/moved-to-compound.rst",
};

const struct mm_kunit_known_issue moved_to_large = {
	.since = KERNEL(6, 19),
	.crashes = true,
	.reason = "a small page that is refused a huge destination hands its charge to it",
	.page = "mdkunit/finds/moved-to-compound.rst",
};

const struct mm_kunit_known_issue range_from_tail = {
	.since = KERNEL(6, 19),
	.reason = "pages are passed over behind a range that starts within a large folio",
	.page = "mdkunit/finds/range-from-tail.rst",
};

const struct mm_kunit_known_issue restart_after_split = {
	.since = KERNEL(6, 19),
	.reason = "collect starts a PMD anew whose page table was freed while it split a large folio",
	.page = "mdkunit/finds/restart-after-split.rst",
};

const struct mm_kunit_known_issue shared_huge_split = {
	.since = KERNEL(6, 19),
	.crashes = true,
	.reason = "a huge page that is split for small destinations stays a huge entry in other address spaces",
	.page = "mdkunit/finds/shared-huge-split.rst",
};

const struct mm_kunit_known_issue soft_dirty_taken_for_write = {
	.since = KERNEL(6, 19),
	.reason = "rmap warns of a huge page of a device that is soft-dirty as if it were writable",
	.page = "mdkunit/finds/soft-dirty-taken-for-write.rst",
};

const struct mm_kunit_known_issue spins_on_busy_huge_page = {
	.since = KERNEL(6, 19),
	.reason = "a fault on a huge page of a device that another has locked spins",
	.page = "mdkunit/finds/spins-on-busy-huge-page.rst",
};

const struct mm_kunit_known_issue spins_on_huge_entry = {
	.since = KERNEL(6, 5),
	.until = KERNEL(6, 19),
	.crashes = true,
	.reason = "collect spins for as long as another migration has a huge entry",
	.page = "mdkunit/finds/spins-on-huge-entry.rst",
};

const struct mm_kunit_known_issue spurious_soft_dirty = {
	.until = KERNEL(6, 9),
	.reason = "a dirty page is soft-dirty, too, once it is mapped again",
	.page = "mdkunit/finds/spurious-soft-dirty.rst",
};

const struct mm_kunit_known_issue stale_active_flag = {
	.reason = "a device page that is used again is active if it was so before",
	.page = "mdkunit/finds/stale-device-flags.rst",
};

const struct mm_kunit_known_issue stale_device_flags = {
	.until = KERNEL(6, 19),
	.reason = "a device page that is used again is dirty if it was so before",
	.page = "mdkunit/finds/stale-device-flags.rst",
};

const struct mm_kunit_known_issue stale_fault_folio = {
	.since = KERNEL(6, 19),
	.reason = "collect takes a folio without its lock when it split that of the fault page",
	.page = "mdkunit/finds/stale-fault-folio.rst",
};

const struct mm_kunit_known_issue stray_device_reference = {
	.reason = "unmap takes a device page although somebody has a reference on it",
	.page = "mdkunit/finds/stray-device-reference.rst",
};

const struct mm_kunit_known_issue unaligned_range = {
	.reason = "an unaligned range is taken for one page more than src and dst have room for",
	.page = "mdkunit/finds/unaligned-range.rst",
};

const struct mm_kunit_known_issue unprotected_insertion = {
	.reason = "a destination in place of a zero page that userfaultfd write-protects can be written to without its hearing",
	.page = "mdkunit/finds/unprotected-insertion.rst",
};

const struct mm_kunit_known_issue wait_with_locks = {
	.since = KERNEL(6, 19),
	.reason = "collect waits for the lock of a large folio while it holds those of others",
	.page = "mdkunit/finds/wait-with-locks.rst",
};

const struct mm_kunit_known_issue zap_of_device_migration = {
	.since = KERNEL(6, 19),
	.crashes = true,
	.reason = "a zap takes a reference from the migration of a huge page that leaves a device",
	.page = "mdkunit/finds/zap-of-device-migration.rst",
};
