/* SPDX-License-Identifier: GPL-2.0 */
/*
 * When a row runs, and which row is running.
 */
#ifndef _MM_KUNIT_ROW_H
#define _MM_KUNIT_ROW_H

#include <kunit/test.h>

#include "compat.h"

/**
 * struct mm_kunit_known_issue - a defect of released kernels
 * @since: first release that has it
 * @until: first release without it, 0 if there is none yet
 * @crashes: the kernel does not survive the row, which therefore is not run
 *	with the others
 * @reason: the broken clause in one line
 * @page: its page below Documentation/
 */
struct mm_kunit_known_issue {
	unsigned int since;
	unsigned int until;
	bool crashes;
	const char *reason;
	const char *page;
};

/* Kernel features that a row may need, to be skipped by name without. */
enum mm_kunit_feature {
	NEEDS_NOTHING,
	NEEDS_THP,
	NEEDS_PMD_ENTRIES,	/* migration entries in place of a PMD */
	NEEDS_PT_RECLAIM,
	NEEDS_SOFT_DIRTY,
	NEEDS_UFFD_WP,
	NEEDS_UFFD_RWP,		/* a userfaultfd hears of reads, too */
	NEEDS_HUGETLB,
	NEEDS_DAX,
	NEEDS_USERFAULTFD,
	NEEDS_GUP_FAST,
	NEEDS_DEVICE_PRIVATE,
	NEEDS_SECONDARY_TLB,
	NEEDS_SWAP,
	NEEDS_KSM,
	NEEDS_WATCHED_PTES,	/* soft-dirty and uffd-wp */
	NEEDS_TLB_BATCH,
	NEEDS_VMA_LOCK,
	/* By the processor; arm64 and riscv fault where there is no memory. */
	NEEDS_READABLE_DEVICE,
};

/**
 * struct mm_kunit_when - the kernels that a row is for
 * @since: first release, KERNEL(major, minor), 0 for all
 * @until: first release that it is not for any more, 0 for none
 * @needs: feature that the kernel has to be built with
 * @known_issue: defect that the row shows, skipped on the kernels that have
 *	it unless mm_kunit.known_issues=1 is given, or 2 for one that crashes
 */
struct mm_kunit_when {
	unsigned int since;
	unsigned int until;
	enum mm_kunit_feature needs;
	const struct mm_kunit_known_issue *known_issue;
};

bool mm_kunit_hides(const struct mm_kunit_known_issue *issue);
bool mm_kunit_has_feature(enum mm_kunit_feature feature);

/**
 * MM_KUNIT_ROWS() - make a table the parameter of cases
 * @rows: array of structures with a .name, which names the row
 *
 * Defines the generator for KUNIT_CASE_PARAM(), <rows>_gen_params.
 */
#define MM_KUNIT_ROWS(rows)						\
static void rows##_name(typeof(&(rows)[0]) row, char *name)		\
{									\
	strscpy(name, row->name, KUNIT_PARAM_DESC_SIZE);		\
}									\
									\
KUNIT_ARRAY_PARAM(rows, rows, rows##_name)

void mm_kunit_stay_on_one_cpu(void);
void mm_kunit_row_begin(struct kunit *test, const char *row,
			const struct mm_kunit_when *when);
void mm_kunit_row_skip(struct kunit *test, const char *row, const char *reason);
void mm_kunit_row_end(struct kunit *test);

#endif /* _MM_KUNIT_ROW_H */
