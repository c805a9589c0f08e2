/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The table of suites before KUnit reads it, which is when all initcalls are
 * done. Until then it may be changed, and so may the cases of the suites.
 */
#ifndef _MM_KUNIT_SUITES_H
#define _MM_KUNIT_SUITES_H

#include <kunit/test.h>

/* The linker's symbols, which lib/kunit/executor.c declares for itself. */
extern struct kunit_suite * const __kunit_suites_start[];
extern struct kunit_suite * const __kunit_suites_end[];

static inline unsigned int mm_kunit_nr_suites(void)
{
	return __kunit_suites_end - __kunit_suites_start;
}

static inline struct kunit_suite **mm_kunit_suites(void)
{
	return (struct kunit_suite **)__kunit_suites_start;
}

#endif /* _MM_KUNIT_SUITES_H */
