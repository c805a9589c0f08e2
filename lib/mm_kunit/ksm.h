/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Pages that KSM has merged.
 */
#ifndef _MM_KUNIT_KSM_H
#define _MM_KUNIT_KSM_H

#include "space.h"

#if defined(CONFIG_KSM) && defined(CONFIG_SYSFS)
int mm_kunit_merge(struct mm_kunit_space *one, struct mm_kunit_space *other,
		   unsigned long addr);
void mm_kunit_merge_off(void);
#else
static inline int mm_kunit_merge(struct mm_kunit_space *one,
				 struct mm_kunit_space *other,
				 unsigned long addr)
{
	return -EOPNOTSUPP;
}

static inline void mm_kunit_merge_off(void)
{
}
#endif

#endif /* _MM_KUNIT_KSM_H */
