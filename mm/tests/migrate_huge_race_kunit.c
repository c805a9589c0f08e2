// SPDX-License-Identifier: GPL-2.0
/*
 * A PMD that changes while migrate_vma_setup() or _pages() has no lock: another
 * thread splits it, empties it or has its page table freed.
 */
#include "migrate_huge.h"
#include "mm_kunit/order.h"

#define WHOLE	(MIGRATE_VMA_SELECT_SYSTEM | MIGRATE_VMA_SELECT_COMPOUND)
#define SINCE_COMPOUND	.since = KERNEL(6, 19)
#define OWN_HUGE	{ .pte = { .write = 1 }, .exclusive = 1 }

/* Who acts, and before which call of the lock. */
struct other_thread {
	struct mm_kunit_space *space;
	void (*act)(struct mm_kunit_space *space);
	unsigned int call;
	unsigned int calls;
};

static void act_before(void *context, const struct mm_kunit_event *event)
{
	struct other_thread *other = context;

	if (++other->calls == other->call)
		other->act(other->space);
}

/* mmap_lock is held for read, as the other thread has it too. */
static void split_pmd(struct mm_kunit_space *space)
{
	split_huge_pmd(space->vma, pmd_off(space->mm, space->start),
		       space->start);
}

static void empty_pmd(struct mm_kunit_space *space)
{
	mm_kunit_dontneed(space, space->start);
}

static void run_beside(struct migrate_scene *scene,
		       enum mm_kunit_event_kind lock, unsigned int call,
		       void (*act_of_other)(struct mm_kunit_space *space))
{
	struct other_thread other = {
		.space = &scene->space, .act = act_of_other, .call = call,
	};
	const struct mm_kunit_hook hook = {
		.before = BIT_ULL(lock), .run = act_before, .context = &other,
	};

	KUNIT_EXPECT_EQ(scene->test,
			run_setup_clearing_with(scene, CLEAR_AS_WRITTEN, &hook),
			0);
	mm_kunit_hook(NULL);
	KUNIT_EXPECT_GE(scene->test, other.calls, call);
	KUNIT_EXPECT_EQ(scene->test, scene->args.npages, HUGE_PAGES);
	KUNIT_EXPECT_EQ(scene->test, scene->src.entry[HUGE_PAGES],
			SCENE_POISON);
	mm_kunit_expect_balanced(scene->test);
}

/* contract 6.8 and 9.4: a PMD that is split meanwhile is taken by page. */
static const struct migrate_huge_case split_meanwhile[] = {
	{ "whole", { SINCE_COMPOUND }, WHOLE, .given = OWN_HUGE,
	  .expect = { SELECTED, MIGRATE_PFN_WRITE } },
	{ "by_page", { SINCE_COMPOUND }, MIGRATE_VMA_SELECT_SYSTEM,
	  .given = { .exclusive = 1 }, .expect = { SELECTED } },
};

/* contract 6.8 and 2.2: one that is emptied meanwhile is a hole. */
static const struct migrate_huge_case emptied_meanwhile[] = {
	{ "whole", { SINCE_COMPOUND }, WHOLE, .given = OWN_HUGE },
	{ "by_page", { SINCE_COMPOUND }, MIGRATE_VMA_SELECT_SYSTEM,
	  .given = OWN_HUGE },
};

MM_KUNIT_ROWS(split_meanwhile);
MM_KUNIT_ROWS(emptied_meanwhile);

/* Test that collect looks again at a PMD that it finds to be a table. */
static void split_before_the_lock(struct kunit *test)
{
	const struct migrate_huge_case *row = test->param_value;
	struct migrate_scene *scene = build_huge_case(test);

	run_beside(scene, EV_LOCK_PMD, 1, split_pmd);
	look_by_page(scene);
	expect_by_page(scene, &row->expect);
	KUNIT_EXPECT_EQ(test, scene->args.cpages, HUGE_PAGES);
}

static void expect_hole(struct migrate_scene *scene)
{
	bool whole = scene->args.flags & MIGRATE_VMA_SELECT_COMPOUND;
	unsigned long i;

	mm_kunit_expect_equal(scene->test, scene->args.src[0],
			      MIGRATE_PFN_MIGRATE |
			      (whole ? MIGRATE_PFN_COMPOUND : 0), "src[0]");
	for (i = 1; i < HUGE_PAGES; i++)
		mm_kunit_expect_equal(scene->test, scene->args.src[i],
				      whole ? 0 : MIGRATE_PFN_MIGRATE,
				      "src[%lu]", i);
	KUNIT_EXPECT_EQ(scene->test, scene->args.cpages,
			whole ? 1 : HUGE_PAGES);
	KUNIT_EXPECT_EQ(scene->test, 0L,
			mm_kunit_rss(scene->space.mm, MM_ANONPAGES));
}

/* Test that a PMD that was emptied is offered as any that is empty. */
static void emptied_before_the_lock(struct kunit *test)
{
	struct migrate_scene *scene = build_huge_case(test);

	scene->pages[0].page = NULL;
	run_beside(scene, EV_LOCK_PMD, 1, empty_pmd);
	expect_hole(scene);
}

/* contract 6.8: nor does a table that is freed meanwhile cost an entry. */
static const struct migrate_huge_case freed_meanwhile[] = {
	{ "whole", { SINCE_COMPOUND, .needs = NEEDS_PT_RECLAIM }, WHOLE,
	  .given = OWN_HUGE },
	{ "by_page", { SINCE_COMPOUND, .needs = NEEDS_PT_RECLAIM },
	  MIGRATE_VMA_SELECT_SYSTEM, .given = OWN_HUGE },
};

MM_KUNIT_ROWS(freed_meanwhile);

/* Test that a table that is gone before collect has its lock is a hole. */
static void table_freed_before_the_lock(struct kunit *test)
{
	struct migrate_scene *scene = build_huge_case(test);

	scene->pages[0].page = NULL;
	mm_kunit_split_pmd(&scene->space, scene->space.start);
	run_beside(scene, EV_LOCK_PTE, 1, empty_pmd);
	expect_hole(scene);
}

/* contract 6.8 and 9.1: the same behind the split of a huge page. */
static const struct migrate_huge_case freed_behind_split[] = {
	{ "by_page", { SINCE_COMPOUND, .needs = NEEDS_PT_RECLAIM },
	  MIGRATE_VMA_SELECT_SYSTEM, .given = OWN_HUGE },
	{ "exclusive_read_only_by_page",
	  { SINCE_COMPOUND, .needs = NEEDS_PT_RECLAIM },
	  MIGRATE_VMA_SELECT_SYSTEM, .given = { .exclusive = 1 } },
};

/* contract 4.6 and 4.7: nor is a page put into a table that is gone. */
static const struct migrate_huge_case freed_before_insertion[] = {
	{ "empty_pmd", { SINCE_COMPOUND, .needs = NEEDS_PT_RECLAIM },
	  MIGRATE_VMA_SELECT_SYSTEM, .given = { MAPS_HOLE } },
};

MM_KUNIT_ROWS(freed_behind_split);
MM_KUNIT_ROWS(freed_before_insertion);

/* Test that a table that is gone behind the split is a hole as well. */
static void table_freed_behind_the_split(struct kunit *test)
{
	struct migrate_scene *scene = build_huge_case(test);

	scene->pages[0].page = NULL;
	run_beside(scene, EV_UNLOCK_FOLIO, 1, empty_pmd);
	KUNIT_EXPECT_EQ(test, mm_kunit_count(EV_SPLIT_FOLIO), 1U);
	expect_hole(scene);
}

/* Test that pages gives up, and the destination is the driver's. */
static void table_freed_before_the_insertion(struct kunit *test)
{
	struct migrate_scene *scene = build_huge_case(test);
	struct other_thread other = {
		.space = &scene->space, .act = empty_pmd, .call = 1,
	};
	const struct mm_kunit_hook hook = {
		.before = BIT_ULL(EV_LOCK_PTE), .run = act_before,
		.context = &other,
	};

	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	give_destination(scene, 0);
	mm_kunit_hook(&hook);
	run_pages(scene);
	mm_kunit_hook(NULL);
	KUNIT_EXPECT_EQ(test, other.calls, 1U);
	KUNIT_EXPECT_EQ(test, scene->args.src[0], 0UL);
	KUNIT_EXPECT_EQ(test, mm_kunit_rss(scene->space.mm, MM_ANONPAGES), 0L);
	run_finalize(scene);
	mm_kunit_expect_balanced(test);
	KUNIT_EXPECT_FALSE(test, PageLocked(scene->dst_page[0]));
	KUNIT_EXPECT_EQ(test, page_ref_count(scene->dst_page[0]), 1);
}

/* PMDs that change under a migration. */
static struct kunit_case huge_race_cases[] = {
	KUNIT_CASE_PARAM(split_before_the_lock, split_meanwhile_gen_params),
	KUNIT_CASE_PARAM(emptied_before_the_lock,
			 emptied_meanwhile_gen_params),
	KUNIT_CASE_PARAM(table_freed_before_the_lock,
			 freed_meanwhile_gen_params),
	KUNIT_CASE_PARAM(table_freed_behind_the_split,
			 freed_behind_split_gen_params),
	KUNIT_CASE_PARAM(table_freed_before_the_insertion,
			 freed_before_insertion_gen_params),
	{}
};

static struct kunit_suite huge_race_suite = {
	.name = "migrate_device_huge_race",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = huge_race_cases,
};

kunit_test_suite(huge_race_suite);
