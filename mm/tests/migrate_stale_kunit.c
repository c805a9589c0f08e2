// SPDX-License-Identifier: GPL-2.0
/*
 * A processor with a translation in its TLB, for real: it stores to a page
 * while another collects that.
 */
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/uaccess.h>

#include "migrate_scene.h"

/* Thousands of stores, on a busy host that emulates both processors as well. */
#define LOOK_MS		100
/* Until the other processor has stored at all. */
#define START_MS	1000

/**
 * struct storer - who stores on the other processor
 * @mm: the address space
 * @addr: user virtual address; what is stored there counts up
 * @task: the thread
 */
struct storer {
	struct mm_struct *mm;
	unsigned long addr;
	struct task_struct *task;
};

/* Where the entry is gone, a store fails and nobody handles the fault. */
static int store_until_stopped(void *data)
{
	struct storer *storer = data;
	unsigned long count = 0;

	kthread_use_mm(storer->mm);
	while (!kthread_should_stop()) {
		count++;
		if (copy_to_user_nofault((void __user *)storer->addr, &count,
					 sizeof(count)))
			cpu_relax();
	}
	kthread_unuse_mm(storer->mm);
	return 0;
}

static bool stores_land(struct page *page, unsigned int ms)
{
	unsigned long before = mm_kunit_first_word(page);
	unsigned int i;

	for (i = 0; i < ms; i++) {
		mdelay(1);
		if (mm_kunit_first_word(page) != before)
			return true;
	}
	return false;
}

static void start_storer(struct storer *storer, struct migrate_scene *scene)
{
	unsigned int here = raw_smp_processor_id();

	storer->mm = scene->space.mm;
	storer->addr = scene->pages[0].addr;
	storer->task = kthread_create(store_until_stopped, storer, "mm_kunit");
	KUNIT_ASSERT_FALSE(scene->test, IS_ERR(storer->task));
	kthread_bind(storer->task, cpumask_any_but(cpu_online_mask, here));
	wake_up_process(storer->task);
}

/* Whether stores still land when collect has returned. */
static bool lands_after_collect(struct kunit *test, enum mm_kunit_clear clear,
				const struct mm_kunit_hook *hook)
{
	static const struct mm_kunit_given given = {
		.pte = { .write = 1, .dirty = 1, .young = 1 }, .exclusive = 1,
	};
	struct storer storer = {};
	struct migrate_scene *scene;
	bool before, after;

	if (IS_ENABLED(CONFIG_UML))
		kunit_skip(test, "needs a TLB");
	if (num_online_cpus() < 2)
		kunit_skip(test, "needs two processors: --cpus 2");
	mm_kunit_row_begin(test, NULL, NULL);
	scene = migrate_build(test, &given, 1);
	start_storer(&storer, scene);
	before = stores_land(scene->pages[0].page, START_MS);
	run_collect_clearing_with(scene, clear, hook);
	after = stores_land(scene->pages[0].page, LOOK_MS);
	kthread_stop(storer.task);
	/* The case is over; what comes next shall find the page as it was. */
	scene->pages[0].pattern = mm_kunit_first_word(scene->pages[0].page);

	KUNIT_EXPECT_TRUE_MSG(test, before, "nothing was ever stored");
	KUNIT_EXPECT_TRUE(test, scene->args.src[0] & MIGRATE_PFN_MIGRATE);
	return after;
}

/* Test that no store lands in a page that was collected. */
static void page_is_quiet_after_collect(struct kunit *test)
{
	KUNIT_EXPECT_FALSE(test, lands_after_collect(test, CLEAR_AS_WRITTEN,
						     NULL));
}

/* Test that the batched flush is enough for that. */
static void page_is_quiet_after_the_batched_flush(struct kunit *test)
{
	KUNIT_EXPECT_FALSE(test, lands_after_collect(test, CLEAR_NEVER_FLUSHES,
						     NULL));
}

static void drop_the_flush(void *context, const struct mm_kunit_event *event)
{
	mm_kunit_leave_out(BIT_ULL(EV_FLUSH_TLB));
}

/* Test that stores do land without a flush: else the others prove nothing. */
static void page_is_written_to_without_a_flush(struct kunit *test)
{
	static const struct mm_kunit_hook hook = {
		.before = BIT_ULL(EV_LOCK_PTE), .run = drop_the_flush,
	};

	if (!lands_after_collect(test, CLEAR_NEVER_FLUSHES, &hook))
		kunit_skip(test, "this machine kept no stale entry, which it may");
}

/* Stale TLB entries, where there are two processors. */
static struct kunit_case stale_cases[] = {
	KUNIT_CASE(page_is_quiet_after_collect),
	KUNIT_CASE(page_is_quiet_after_the_batched_flush),
	KUNIT_CASE(page_is_written_to_without_a_flush),
	{}
};

static struct kunit_suite stale_suite = {
	.name = "migrate_device_stale_tlb",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = stale_cases,
};

kunit_test_suite(stale_suite);
