// SPDX-License-Identifier: GPL-2.0
/*
 * Two processors for real: one pins a page, writes to it and reads it back
 * through both the pin and the mapping, the other migrates or forks.
 *
 * Nothing is slowed down or steered. A pass says that no store was lost in so
 * many rounds, not that none can be; claims.rst says what that is worth.
 */
#include <linux/cpumask.h>
#include <linux/highmem.h>
#include <linux/kthread.h>
#include <linux/moduleparam.h>

#include "migrate_device_unit.h"
#include "migrate_scene.h"

#undef MODULE_PARAM_PREFIX
#define MODULE_PARAM_PREFIX "mm_kunit."

/* What --kernel-arg mm_kunit.stress= is set to for a run of some seconds. */
#define ENOUGH		2000U
/* In steps of cpu_relax(), about what collect takes for its page. */
#define MOST_LATE	1024U

static unsigned int stress;
module_param_named(stress, stress, uint, 0444);
MODULE_PARM_DESC(stress, "rounds of the stress cases, 0 to skip them");

/**
 * struct pinner - who pins on the other processor
 * @space: where the page is
 * @task: the thread
 * @arrived: how often one of the two came to where a round starts
 * @pinned: how often it got a pin
 * @wrong: how often mapping and pin were not the same page
 */
struct pinner {
	struct mm_kunit_space *space;
	struct task_struct *task;
	atomic_t arrived;
	unsigned long pinned;
	unsigned long wrong;
};

/* Both start each round at once, the pinner a little later every time. */
static void meet(struct pinner *pinner, unsigned int round)
{
	atomic_inc(&pinner->arrived);
	while (atomic_read(&pinner->arrived) < 2 * (round + 1))
		cond_resched();
}

static void write_page(struct page *page, unsigned long value)
{
	unsigned long *word = kmap_local_page(page);

	WRITE_ONCE(*word, value);
	kunmap_local(word);
}

static unsigned long read_mapping(struct mm_kunit_space *space)
{
	unsigned long value = 0;

	access_remote_vm(space->mm, space->start, &value, sizeof(value), 0);
	return value;
}

static void write_mapping(struct mm_kunit_space *space, unsigned long value)
{
	access_remote_vm(space->mm, space->start, &value, sizeof(value),
			 FOLL_WRITE);
}

/*
 * As long as a page is pinned, what is stored through the mapping is seen
 * through the pin, and the other way round.
 */
static void pin_once(struct pinner *pinner)
{
	unsigned long value = 2 * pinner->pinned + 1;
	struct page *page;

	if (pin_user_pages_fast(pinner->space->start, 1, FOLL_WRITE, &page) != 1)
		return;
	pinner->pinned++;
	write_mapping(pinner->space, value);
	pinner->wrong += mm_kunit_first_word(page) != value;
	write_page(page, value + 1);
	pinner->wrong += read_mapping(pinner->space) != value + 1;
	unpin_user_page(page);
}

static int pin_in_each_round(void *data)
{
	struct pinner *pinner = data;
	unsigned int i, wait;

	kthread_use_mm(pinner->space->mm);
	for (i = 0; i < stress; i++) {
		meet(pinner, i);
		for (wait = 0; wait < i % MOST_LATE; wait++)
			cpu_relax();
		pin_once(pinner);
	}
	kthread_unuse_mm(pinner->space->mm);
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return 0;
}

static void start_pinner(struct pinner *pinner, struct migrate_scene *scene)
{
	unsigned int here = raw_smp_processor_id();
	unsigned int cpu = cpumask_any_but(cpu_online_mask, here);

	pinner->space = &scene->space;
	pinner->task = kthread_create(pin_in_each_round, pinner, "mm_kunit");
	KUNIT_ASSERT_FALSE(scene->test, IS_ERR(pinner->task));
	kthread_bind(pinner->task, cpu);
	wake_up_process(pinner->task);
}

static void give_copy(struct migrate_scene *scene)
{
	struct page *src = migrate_pfn_to_page(scene->src.entry[0]);
	struct page *dst = alloc_page(GFP_HIGHUSER_MOVABLE);

	if (!dst)
		return;
	lock_page(dst);
	copy_highpage(dst, src);
	scene->dst.entry[0] = migrate_pfn(page_to_pfn(dst));
}

/* Whether the page moved. */
static bool migrate_once(struct migrate_scene *scene)
{
	bool moved;

	if (run_setup(scene))
		return false;
	scene->dst.entry[0] = 0;
	if (scene->src.entry[0] & MIGRATE_PFN_MIGRATE)
		give_copy(scene);
	run_pages(scene);
	moved = scene->src.entry[0] & MIGRATE_PFN_MIGRATE;
	run_finalize(scene);
	/* The other processor's LRU batch may be what holds the page. */
	if (!moved)
		lru_add_drain_all();
	return moved;
}

static bool fork_once(struct migrate_scene *scene)
{
	struct mm_kunit_space child = {};
	int err = mm_kunit_space_fork(&child, &scene->space);

	mm_kunit_space_destroy(&child);
	return !err;
}

static void run_stress(struct kunit *test,
		       bool (*round)(struct migrate_scene *scene))
{
	struct migrate_scene *scene = test->priv;
	struct pinner pinner = {};
	unsigned long done = 0;
	unsigned int i;

	if (!stress)
		kunit_skip(test, "takes long: ask for it with mm_kunit.stress=%u",
			   ENOUGH);
	if (num_online_cpus() < 2)
		kunit_skip(test, "needs two processors");
	migrate_build_space(test, MAPPING_ANON);
	migrate_build_placed(scene, 0, 1);
	KUNIT_ASSERT_EQ(test, 0, mm_kunit_fault(&scene->space,
						scene->space.start, true));
	start_pinner(&pinner, scene);
	for (i = 0; i < stress; i++) {
		meet(&pinner, i);
		done += round(scene);
		/* Whoever waits for output takes silence for a hang. */
		if (i % 100 == 99)
			kunit_info(test, "%u rounds\n", i + 1);
	}
	kthread_stop(pinner.task);
	kunit_info(test, "%u rounds, %lu done, %lu pins\n", stress, done,
		   pinner.pinned);
	KUNIT_EXPECT_EQ(test, pinner.wrong, 0UL);
	/* Neither may have waited for the other all the time. */
	KUNIT_EXPECT_GT(test, done, 0UL);
	KUNIT_EXPECT_GT(test, pinner.pinned, 0UL);
}

/* Test that a page which is pinned stays where it is while others migrate it. */
static void pinning_beside_migration(struct kunit *test)
{
	run_stress(test, migrate_once);
}

/* Test that a page which is pinned stays its owner's while the owner forks. */
static void pinning_beside_fork(struct kunit *test)
{
	run_stress(test, fork_once);
}

/* Migration and fork on one processor, GUP-fast on another. */
static struct kunit_case stress_cases[] = {
	MM_KUNIT_CASE_SLOW(pinning_beside_migration),
	MM_KUNIT_CASE_SLOW(pinning_beside_fork),
	{}
};

static struct kunit_suite stress_suite = {
	.name = "migrate_device_stress",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = stress_cases,
};

kunit_test_suite(stress_suite);
