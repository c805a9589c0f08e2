/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Defects of released kernels that rows of this suite show. Each has a page
 * with the clause, the trace and the fix; a row that names one is skipped on
 * the kernels that have it, unless mm_kunit.known_issues asks for it.
 */
#ifndef _MM_TESTS_MIGRATE_KNOWN_ISSUES_H
#define _MM_TESTS_MIGRATE_KNOWN_ISSUES_H

#include "mm_kunit/row.h"

extern const struct mm_kunit_known_issue bits_lost_in_merge;
extern const struct mm_kunit_known_issue bug_on_writeback;
extern const struct mm_kunit_known_issue charged_on_abort;
extern const struct mm_kunit_known_issue compound_for_small_hole;
extern const struct mm_kunit_known_issue compound_without_valid;
extern const struct mm_kunit_known_issue dirty_device_entry;
extern const struct mm_kunit_known_issue end_before_start_issue;
extern const struct mm_kunit_known_issue fault_refuses_split;
extern const struct mm_kunit_known_issue flush_after_split;
extern const struct mm_kunit_known_issue freed_with_mapping;
extern const struct mm_kunit_known_issue gap_in_huge_hole;
extern const struct mm_kunit_known_issue huge_hole_offered_once;
extern const struct mm_kunit_known_issue huge_spurious_soft_dirty;
extern const struct mm_kunit_known_issue leaked_huge_reference;
extern const struct mm_kunit_known_issue list_stops_at_large;
extern const struct mm_kunit_known_issue moved_to_compound;
extern const struct mm_kunit_known_issue moved_to_large;
extern const struct mm_kunit_known_issue range_from_tail;
extern const struct mm_kunit_known_issue restart_after_split;
extern const struct mm_kunit_known_issue shared_huge_split;
extern const struct mm_kunit_known_issue soft_dirty_taken_for_write;
extern const struct mm_kunit_known_issue spins_on_busy_huge_page;
extern const struct mm_kunit_known_issue spins_on_huge_entry;
extern const struct mm_kunit_known_issue spurious_soft_dirty;
extern const struct mm_kunit_known_issue stale_active_flag;
extern const struct mm_kunit_known_issue stale_device_flags;
extern const struct mm_kunit_known_issue stale_fault_folio;
extern const struct mm_kunit_known_issue stray_device_reference;
extern const struct mm_kunit_known_issue unaligned_range;
extern const struct mm_kunit_known_issue unprotected_insertion;
extern const struct mm_kunit_known_issue wait_with_locks;
extern const struct mm_kunit_known_issue zap_of_device_migration;

#endif /* _MM_TESTS_MIGRATE_KNOWN_ISSUES_H */
