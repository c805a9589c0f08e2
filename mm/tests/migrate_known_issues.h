/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Defects of released kernels that rows of this suite show. Each has a page
 * with the clause, the trace and the fix; a row that names one is skipped on
 * the kernels that have it, unless mm_kunit.known_issues=1 is given.
 */
#ifndef _MM_TESTS_MIGRATE_KNOWN_ISSUES_H
#define _MM_TESTS_MIGRATE_KNOWN_ISSUES_H

#include "mm_kunit/row.h"

static const struct mm_kunit_known_issue flush_after_split = {
	.since = KERNEL(6, 19),
	.reason = "collect drops the page-table lock to split a large folio before it flushed what it cleared",
	.page = "mdkunit/finds/flush-after-split.rst",
};

static const struct mm_kunit_known_issue unaligned_range = {
	.reason = "an unaligned range is taken for one page more than src and dst have room for",
	.page = "mdkunit/finds/unaligned-range.rst",
};

#endif /* _MM_TESTS_MIGRATE_KNOWN_ISSUES_H */
