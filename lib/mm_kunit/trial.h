/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Claims that may be broken without failing the running case.
 *
 * Comparisons report here what they find. As a rule that fails the case; while
 * a trial runs it is counted, for somebody who looks for the smallest state
 * that still breaks a claim.
 */
#ifndef _MM_KUNIT_TRIAL_H
#define _MM_KUNIT_TRIAL_H

#include <kunit/test.h>

/**
 * struct mm_kunit_trial - what was found while a trial ran
 * @broken: number of broken claims
 * @first: the first of them, as a message
 */
struct mm_kunit_trial {
	unsigned int broken;
	char first[128];
};

void mm_kunit_trial_begin(struct mm_kunit_trial *trial);
void mm_kunit_trial_end(void);

__printf(2, 3)
bool mm_kunit_broken(struct kunit *test, const char *fmt, ...);
__printf(4, 5)
void mm_kunit_expect_equal(struct kunit *test, long got, long want,
			   const char *fmt, ...);

#endif /* _MM_KUNIT_TRIAL_H */
