/* SPDX-License-Identifier: GPL-2.0 */
/*
 * TLB flushes that kernel functions make by themselves, as events.
 */
#ifndef _MM_KUNIT_WATCH_H
#define _MM_KUNIT_WATCH_H

#include <linux/mmu_notifier.h>

#include "huge.h"

/**
 * struct mm_kunit_watch - somebody with a TLB of its own
 * @notifier: registered with the mm of @space
 * @space: the address space
 */
struct mm_kunit_watch {
	struct mmu_notifier notifier;
	struct mm_kunit_space *space;
};

int mm_kunit_watch(struct mm_kunit_watch *watch, struct mm_kunit_space *space);
void mm_kunit_unwatch(struct mm_kunit_watch *watch);

#endif /* _MM_KUNIT_WATCH_H */
