// SPDX-License-Identifier: GPL-2.0
/*
 * Large folios that are mapped page by page: migrate_vma_setup() splits them,
 * for which it has to let go of the page-table lock.
 */
#include "migrate_known_issues.h"
#include "migrate_outcome.h"
#include "mm_kunit/order.h"

#define RANGE_PAGES 4

/*
 *            start
 *   PTE      |  0  |  1  |  2  |  3  | ...
 *   folio    |small|        large (511 of its pages)
 *            `------- range ---------'
 */
struct large_folio_case {
	const char *name;
	struct mm_kunit_when when;
	struct mm_kunit_given small;
};

/* contract 3.2 and 3.8: what was cleared is flushed before the lock is dropped. */
static const struct large_folio_case small_before_large[] = {
	{ "exclusive_page_before_a_large_folio",
	  .when = { .needs = NEEDS_THP, .since = KERNEL(6, 19) },
	  .small = { .pte = { .write = 1 }, .exclusive = 1 } },
	{ "page_that_is_not_exclusive_before_a_large_folio",
	  .when = { .needs = NEEDS_THP, .since = KERNEL(6, 19),
		    .known_issue = &flush_after_split },
	  .small = { .pte = { .young = 1 } } },
	{ "hole_before_a_large_folio",
	  .when = { .needs = NEEDS_THP, .since = KERNEL(6, 19) },
	  .small = { MAPS_HOLE } },
};

MM_KUNIT_ROWS(small_before_large);

static struct migrate_scene *build_row(struct kunit *test)
{
	const struct large_folio_case *row = test->param_value;
	struct migrate_scene *scene = test->priv;

	mm_kunit_row_begin(test, row->name, &row->when);
	migrate_build_space(test, MAPPING_ANON);
	KUNIT_ASSERT_EQ(test, 0,
			mm_kunit_map_large_folio(&scene->space,
						 scene->space.start));
	mm_kunit_zap(&scene->space, scene->space.start, PAGE_SIZE);
	migrate_build_pages(test, &row->small, 1);
	scene->args.end = scene->args.start + RANGE_PAGES * PAGE_SIZE;
	return scene;
}

static struct migrate_scene *set_up_with_split(struct kunit *test)
{
	struct migrate_scene *scene = build_row(test);

	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	KUNIT_EXPECT_EQ(test, mm_kunit_count(EV_SPLIT_FOLIO), 1U);
	return scene;
}

/* Test that no stale TLB entry is left while a large folio is split. */
static void nothing_is_unflushed_during_a_split(struct kunit *test)
{
	struct migrate_scene *scene = set_up_with_split(test);

	mm_kunit_expect_flush_before_unlock(test);
	mm_kunit_expect_balanced(test);
	mm_kunit_expect_no_sleep_under_lock(test);
	KUNIT_EXPECT_EQ(test, scene->args.cpages, (unsigned long)RANGE_PAGES);
}

/* contract 3.9: who holds the lock of one folio waits for no other. */
static const struct large_folio_case locked_before_large[] = {
	{ "page_before_a_large_folio",
	  .when = { .needs = NEEDS_THP, .since = KERNEL(6, 19),
		    .known_issue = &wait_with_locks },
	  .small = { .pte = { .write = 1 }, .exclusive = 1 } },
	{ "locked_page_before_a_large_folio",
	  .when = { .needs = NEEDS_THP, .since = KERNEL(6, 19) },
	  .small = { .exclusive = 1, .locked = 1 } },
};

MM_KUNIT_ROWS(locked_before_large);

/* Test that two migrations can't wait for each other. */
static void no_wait_for_a_folio_to_split(struct kunit *test)
{
	set_up_with_split(test);
	mm_kunit_expect_no_wait_with_locks(test);
}

/* contract 3.11: a reference comes first, and under the page-table lock. */
static const struct large_folio_case found_large[] = {
	{ "page_before_a_large_folio",
	  .when = { .needs = NEEDS_THP, .since = KERNEL(6, 19) },
	  .small = { .pte = { .write = 1 }, .exclusive = 1 } },
	{ "hole_before_a_large_folio",
	  .when = { .needs = NEEDS_THP, .since = KERNEL(6, 19) },
	  .small = { MAPS_HOLE } },
};

MM_KUNIT_ROWS(found_large);

/* Test that a folio can't be freed on the way to its split. */
static void folio_to_split_is_kept(struct kunit *test)
{
	set_up_with_split(test);
	mm_kunit_expect_got_under_lock(test);
}

/* contract 6.8: an entry is of its own page, whatever was split before it. */
static void entry_of_its_address(struct kunit *test)
{
	struct migrate_scene *scene = build_row(test);
	unsigned long pfn[RANGE_PAGES], i;
	pte_t pte;

	for (i = 0; i < RANGE_PAGES; i++) {
		pte = mm_kunit_read_pte(&scene->space, scene->args.start +
						       i * PAGE_SIZE);
		pfn[i] = pte_present(pte) ? pte_pfn(pte) : 0;
	}
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	for (i = 0; i < RANGE_PAGES; i++)
		KUNIT_EXPECT_EQ_MSG(test, scene->args.src[i] >> MIGRATE_PFN_SHIFT,
				    pfn[i], "src[%lu]", i);
}

/* contract 2.1: what is not asked for is not split either. */
static void folio_that_nobody_asked_for(struct kunit *test)
{
	struct migrate_scene *scene = build_row(test);
	unsigned long i;

	scene->args.flags = MIGRATE_VMA_SELECT_DEVICE_PRIVATE;
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	KUNIT_EXPECT_EQ(test, mm_kunit_count(EV_SPLIT_FOLIO), 0U);
	for (i = 1; i < RANGE_PAGES; i++)
		KUNIT_EXPECT_EQ_MSG(test, scene->args.src[i], 0UL, "src[%lu]", i);
}

/* MADV_DONTNEED of another thread, as soon as nobody holds the PTL. */
struct dontneed {
	struct mm_kunit_space *space;
	unsigned int locked;
};

static void dontneed_before_second_lock(void *context,
					const struct mm_kunit_event *event)
{
	struct dontneed *other = context;

	if (++other->locked == 2)
		mm_kunit_dontneed(other->space, other->space->start);
}

/* contract 6.8: one entry a page, also when the page table goes away. */
static const struct large_folio_case table_freed[] = {
	{ "page_before_a_large_folio",
	  .when = { .needs = NEEDS_PT_RECLAIM, .since = KERNEL(6, 19),
		    .known_issue = &restart_after_split },
	  .small = { .pte = { .young = 1 } } },
	{ "hole_before_a_large_folio",
	  .when = { .needs = NEEDS_PT_RECLAIM, .since = KERNEL(6, 19),
		    .known_issue = &restart_after_split },
	  .small = { MAPS_HOLE } },
};

MM_KUNIT_ROWS(table_freed);

/* Test that no page is collected twice if its page table is freed. */
static void page_table_freed_during_a_split(struct kunit *test)
{
	struct migrate_scene *scene = build_row(test);
	struct dontneed other = { .space = &scene->space };
	struct mm_kunit_hook hook = {
		.before = BIT_ULL(EV_LOCK_PTE),
		.run = dontneed_before_second_lock,
		.context = &other,
	};

	KUNIT_EXPECT_EQ(test, run_setup_clearing_with(scene, CLEAR_AS_WRITTEN,
						      &hook), 0);
	mm_kunit_hook(NULL);
	KUNIT_EXPECT_EQ(test, other.locked, 2U);
	KUNIT_EXPECT_EQ(test, scene->args.npages, (unsigned long)RANGE_PAGES);
	KUNIT_EXPECT_EQ(test, scene->src.entry[RANGE_PAGES], SCENE_POISON);
	KUNIT_EXPECT_EQ(test, scene->dst.entry[RANGE_PAGES], SCENE_POISON);
}

/* Large folios in migrate_vma_setup(). */
static struct kunit_case large_folio_cases[] = {
	KUNIT_CASE_PARAM(nothing_is_unflushed_during_a_split,
			 small_before_large_gen_params),
	KUNIT_CASE_PARAM(folio_to_split_is_kept, found_large_gen_params),
	KUNIT_CASE_PARAM(entry_of_its_address, found_large_gen_params),
	KUNIT_CASE_PARAM(folio_that_nobody_asked_for, found_large_gen_params),
	KUNIT_CASE_PARAM(no_wait_for_a_folio_to_split,
			 locked_before_large_gen_params),
	KUNIT_CASE_PARAM(page_table_freed_during_a_split,
			 table_freed_gen_params),
	{}
};

static struct kunit_suite large_folio_suite = {
	.name = "migrate_device_large_folio",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = large_folio_cases,
};

kunit_test_suite(large_folio_suite);
