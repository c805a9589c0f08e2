// SPDX-License-Identifier: GPL-2.0
#include "compat.h"
#include "events.h"
#include "watch.h"

static void on_flush(struct mmu_notifier *notifier, struct mm_struct *mm,
		     unsigned long start, unsigned long end)
{
	struct mm_kunit_event event = { .kind = EV_TLB_FLUSHED, .addr = start,
					.end = end };
#ifdef CONFIG_TRANSPARENT_HUGEPAGE
	struct mm_kunit_watch *watch = container_of(notifier,
						    struct mm_kunit_watch,
						    notifier);

	event.pmd = mm_kunit_read_pmd(watch->space, start);
#endif
	mm_kunit_before(&event);
	mm_kunit_after(&event);
}

static const struct mmu_notifier_ops watch_ops = {
	.mm_kunit_secondary_tlbs = on_flush,
};

/**
 * mm_kunit_watch() - record the TLB flushes of an address space
 * @watch: to be given to mm_kunit_unwatch(); kept until then
 * @space: the address space
 *
 * From now on each is an EV_TLB_FLUSHED while events are recorded, with the
 * PMD of its first address as it is then. Only flushes of a kernel that has
 * secondary TLBs are seen; that is what x86_64 has and UML has not.
 *
 * Return: 0 or -ENOMEM.
 */
int mm_kunit_watch(struct mm_kunit_watch *watch, struct mm_kunit_space *space)
{
	watch->space = space;
	watch->notifier.ops = &watch_ops;
	return mmu_notifier_register(&watch->notifier, space->mm);
}

/**
 * mm_kunit_unwatch() - let flushes go unseen again
 * @watch: what was given to mm_kunit_watch()
 */
void mm_kunit_unwatch(struct mm_kunit_watch *watch)
{
	mmu_notifier_unregister(&watch->notifier, watch->space->mm);
}
