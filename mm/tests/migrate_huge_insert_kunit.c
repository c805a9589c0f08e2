// SPDX-License-Identifier: GPL-2.0
/*
 * migrate_vma_pages() at an empty PMD: its huge page is mapped in order, or
 * everything stays as it is.
 */
#include <linux/mman.h>

#include "migrate_abort.h"
#include "migrate_known_issues.h"
#include "mm_kunit/counters.h"
#include "mm_kunit/order.h"

#define HUGE	{ .needs = NEEDS_PMD_ENTRIES, .since = KERNEL(6, 19) }

static void huge_load(struct migrate_scene *scene)
{
	KUNIT_EXPECT_EQ(scene->test, 0,
			mm_kunit_map_huge_zero_page(&scene->space,
						    scene->args.start));
}

/* A page table comes, and stays when its only page goes. */
static void small_page_came_and_went(struct migrate_scene *scene)
{
	write_fault(scene);
	mm_kunit_zap(&scene->space, scene->args.start, PAGE_SIZE);
}

static void other_begins(struct migrate_scene *scene)
{
	huge_fault(scene);
	other_migrates(page_folio(mm_kunit_huge_page_at(&scene->space,
							scene->args.start)));
}

static void other_ends(struct migrate_scene *scene)
{
	pmd_t pmd = mm_kunit_read_pmd(&scene->space, scene->args.start);
	unsigned long pfn;

	if (pmd_none(pmd) || pmd_present(pmd))
		return;
	pfn = mm_kunit_entry_pfn(mm_kunit_entry_from_pmd(pmd));
	other_has_migrated(page_folio(pfn_to_page(pfn)));
}

/* contract 4.6 and 9.7: a failed allocation leaves the PMD as it was. */
static const struct abort_case failed_allocations[] = {
	{ "directory_of_the_fourth_level", HUGE,
	  { MAPS_NO_TABLE, .huge = 1 }, EV_ALLOC_P4D },
	{ "directory_of_the_third_level", HUGE,
	  { MAPS_NO_TABLE, .huge = 1 }, EV_ALLOC_PUD },
	{ "directory_of_the_second_level", HUGE,
	  { MAPS_NO_TABLE, .huge = 1 }, EV_ALLOC_PMD },
	{ "anon_vma", HUGE, { MAPS_NO_TABLE, .huge = 1 }, EV_ALLOC_ANON_VMA },
	{ "charge_for_an_empty_pmd", HUGE,
	  { MAPS_HOLE, .huge = 1 }, EV_ALLOC_CHARGE },
	{ "charge_for_the_huge_zero_page", HUGE,
	  { MAPS_ZERO_PAGE, .huge = 1 }, EV_ALLOC_CHARGE },
	{ "page_table_to_keep_for_an_empty_pmd", HUGE,
	  { MAPS_HOLE, .huge = 1 }, EV_ALLOC_PTE,
	  .dst_issue = &charged_on_abort },
	{ "page_table_to_keep_for_the_huge_zero_page", HUGE,
	  { MAPS_ZERO_PAGE, .huge = 1 }, EV_ALLOC_PTE,
	  .dst_issue = &charged_on_abort },
};

/* contract 4.6 and 9.7: what came to the PMD stays, where it may not go too. */
static const struct abort_case forbidden_pmds[] = {
	{ "huge_page_came_to_an_empty_pmd", HUGE, { MAPS_HOLE, .huge = 1 },
	  .meanwhile = huge_fault, .dst_issue = &charged_on_abort },
	{ "small_page_came_to_an_empty_pmd", HUGE, { MAPS_HOLE, .huge = 1 },
	  .meanwhile = write_fault, .dst_issue = &charged_on_abort },
	{ "huge_page_that_came_is_migrated_by_another",
	  HUGE, { MAPS_HOLE, .huge = 1 },
	  .meanwhile = other_begins, .undo = other_ends,
	  .dst_issue = &charged_on_abort },
	{ "small_page_came_and_went", HUGE, { MAPS_HOLE, .huge = 1 },
	  .meanwhile = small_page_came_and_went,
	  .dst_issue = &charged_on_abort },
	{ "empty_pmd_in_an_mm_that_the_oom_reaper_empties", HUGE,
	  { MAPS_HOLE, .huge = 1 },
	  .meanwhile = become_unstable, .undo = become_stable,
	  .dst_issue = &charged_on_abort },
	{ "huge_zero_page_in_an_mm_that_the_oom_reaper_empties", HUGE,
	  { MAPS_ZERO_PAGE, .huge = 1 },
	  .meanwhile = become_unstable, .undo = become_stable,
	  .dst_issue = &charged_on_abort },
	{ "empty_pmd_that_userfaultfd_waits_for",
	  HUGE, { MAPS_HOLE, .huge = 1 },
	  .meanwhile = register_uffd, .undo = unregister_uffd,
	  .dst_issue = &charged_on_abort },
	{ "huge_zero_page_where_userfaultfd_waits",
	  HUGE, { MAPS_ZERO_PAGE, .huge = 1 },
	  .meanwhile = register_uffd, .undo = unregister_uffd,
	  .dst_issue = &charged_on_abort },
};

/* contract 4.6 and 9.7: and so does what comes right before the lock is taken. */
static const struct abort_case late_stores[] = {
	{ "into_the_empty_pmd", HUGE, { MAPS_HOLE, .huge = 1 } },
	{ "to_the_huge_zero_page", HUGE, { MAPS_ZERO_PAGE, .huge = 1 } },
};

MM_KUNIT_ROWS(failed_allocations);
MM_KUNIT_ROWS(late_stores);
MM_KUNIT_ROWS(forbidden_pmds);

/* Test that a failed allocation is nothing worse than no migration. */
static void failed_allocation(struct kunit *test)
{
	expect_not_populated(test);
}

/* Test that what is seen with the lock held counts, and nothing else. */
static void late_store(struct kunit *test)
{
	expect_late_store_kept(test, EV_LOCK_PMD);
}

/* Test that no huge page is put where the kernel may not. */
static void forbidden_pmd(struct kunit *test)
{
	expect_not_populated(test);
}

/* Test that the huge page is as the driver gave it without memory. */
static void same_destination_without_memory(struct kunit *test)
{
	expect_same_destination(test);
}

/* Test that the huge page is as the driver gave it if it may not be used. */
static void same_destination_of_forbidden_pmd(struct kunit *test)
{
	expect_same_destination(test);
}

/**
 * struct order_case - a row about an insertion
 * @name: what is at the PMD
 * @when: the kernels it is for
 * @given: what setup offers
 * @meanwhile: what happens after it
 */
struct order_case {
	const char *name;
	struct mm_kunit_when when;
	struct mm_kunit_given given;
	void (*meanwhile)(struct migrate_scene *scene);
};

/* contract 3.2 to 3.4: the huge zero page goes as any other that was mapped. */
static const struct order_case mapped_pmds[] = {
	{ "huge_zero_page_from_before_collect", HUGE,
	  { MAPS_ZERO_PAGE, .huge = 1 } },
	{ "huge_zero_page_from_after_collect", HUGE,
	  { MAPS_HOLE, .huge = 1 }, huge_load },
};

/* contract 9.7: a page table is kept for the split of what is inserted. */
static const struct order_case unmapped_pmds[] = {
	{ "empty_pmd", HUGE, { MAPS_HOLE, .huge = 1 } },
	{ "pmd_without_a_table_of_pmds", HUGE, { MAPS_NO_TABLE, .huge = 1 } },
};

/* contract 4.11: who waits for a write to the huge page of zeroes hears of it. */
static const struct order_case protected_pmds[] = {
	{ "huge_zero_page_that_userfaultfd_protects",
	  { .needs = NEEDS_UFFD_WP, .since = KERNEL(6, 19),
	    .known_issue = &unprotected_insertion },
	  { MAPS_ZERO_PAGE, .huge = 1, .pte = { .uffd = 1 } } },
};

MM_KUNIT_ROWS(mapped_pmds);
MM_KUNIT_ROWS(unmapped_pmds);
MM_KUNIT_ROWS(protected_pmds);

static struct migrate_scene *offer_to_insert(struct kunit *test)
{
	const struct order_case *row = test->param_value;
	struct migrate_scene *scene;

	mm_kunit_row_begin(test, row->name, &row->when);
	scene = migrate_build(test, &row->given, 1);
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	give_destination(scene, 0);
	if (row->meanwhile)
		row->meanwhile(scene);
	return scene;
}

static void insert(struct migrate_scene *scene)
{
	run_pages(scene);
	KUNIT_EXPECT_EQ(scene->test, scene->args.src[0],
			MIGRATE_PFN_MIGRATE | MIGRATE_PFN_COMPOUND);
}

/* Test that no stale translation of the huge zero page is left behind. */
static void mapped_pmd(struct kunit *test)
{
	struct migrate_scene *scene = offer_to_insert(test);
	long tables = mm_kunit_node_count(NR_PAGETABLE);

	insert(scene);
	/* That of the huge zero page is kept. */
	KUNIT_EXPECT_LE_MSG(test, mm_kunit_node_count(NR_PAGETABLE), tables,
			    "a page table is leaked");
	KUNIT_EXPECT_GT_MSG(test, mm_kunit_count(EV_CLEAR_PMD) +
				  mm_kunit_count(EV_CLEAR_FLUSH_PMD), 0U,
			    "the entry was overwritten");
	KUNIT_EXPECT_EQ(test, mm_kunit_count(EV_DEPOSIT), 0U);
	mm_kunit_expect_flush_before_unlock(test);
	mm_kunit_expect_cache_flush_before_clear(test);
	mm_kunit_expect_balanced(test);
}

/* Test that a page table is kept, and nothing is cleared for it. */
static void unmapped_pmd(struct kunit *test)
{
	insert(offer_to_insert(test));
	KUNIT_EXPECT_EQ(test, mm_kunit_count(EV_DEPOSIT), 1U);
	KUNIT_EXPECT_EQ(test, mm_kunit_count(EV_SET_PMD), 1U);
	mm_kunit_expect_flush_before_unlock(test);
	mm_kunit_expect_balanced(test);
}

#define SMALL_HOLE	{ .needs = NEEDS_PMD_ENTRIES, .since = KERNEL(6, 19), \
			  .known_issue = &compound_for_small_hole }

/* contract 9.8 and 4.4: one address does not get the page of a whole PMD. */
static const struct order_case small_holes[] = {
	{ "in_a_page_table", SMALL_HOLE, { MAPS_HOLE } },
	{ "in_an_empty_pmd", SMALL_HOLE, { MAPS_NO_TABLE } },
};

MM_KUNIT_ROWS(small_holes);

static void give_huge_page(struct migrate_scene *scene)
{
	struct folio *dst = folio_alloc(GFP_TRANSHUGE_LIGHT,
					PMD_SHIFT - PAGE_SHIFT);

	KUNIT_ASSERT_NOT_NULL(scene->test, dst);
	folio_lock(dst);
	/* To look at it in the end. */
	folio_get(dst);
	scene->dst_page[0] = &dst->page;
	scene->args.dst[0] = migrate_pfn(folio_pfn(dst)) | MIGRATE_PFN_COMPOUND;
}

/* Test that a huge page is refused where a small one is asked for. */
static void small_hole(struct kunit *test)
{
	const struct order_case *row = test->param_value;
	struct migrate_scene *scene = test->priv;
	struct mm_kunit_state before, after;

	mm_kunit_row_begin(test, row->name, &row->when);
	migrate_build_space(test, MAPPING_ANON);
	migrate_place(scene, 3, &row->given);
	migrate_build_placed(scene, 3, 4);
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	KUNIT_EXPECT_EQ(test, scene->args.src[0], MIGRATE_PFN_MIGRATE);
	give_huge_page(scene);
	mm_kunit_snapshot(&scene->pages[0], scene->dst_page[0], &before);
	run_pages(scene);
	mm_kunit_snapshot(&scene->pages[0], scene->dst_page[0], &after);
	KUNIT_EXPECT_FALSE(test, scene->args.src[0] & MIGRATE_PFN_MIGRATE);
	mm_kunit_expect_state(test, "after pages", &after, &before);
	run_finalize(scene);
	KUNIT_EXPECT_FALSE(test, PageLocked(scene->dst_page[0]));
	KUNIT_EXPECT_EQ(test, page_ref_count(scene->dst_page[0]), 1);
}

/* Test that a destination does not hide the next write from userfaultfd. */
static void protected_pmd(struct kunit *test)
{
	const struct order_case *row = test->param_value;

	mm_kunit_row_begin(test, row->name, &row->when);
	expect_still_protected(migrate_build(test, &row->given, 1));
}

/* Empty PMDs in migrate_vma_pages(). */
static struct kunit_case huge_insert_cases[] = {
	KUNIT_CASE_PARAM(failed_allocation, failed_allocations_gen_params),
	KUNIT_CASE_PARAM(late_store, late_stores_gen_params),
	KUNIT_CASE_PARAM(forbidden_pmd, forbidden_pmds_gen_params),
	KUNIT_CASE_PARAM(same_destination_without_memory,
			 failed_allocations_gen_params),
	KUNIT_CASE_PARAM(same_destination_of_forbidden_pmd,
			 forbidden_pmds_gen_params),
	KUNIT_CASE_PARAM(mapped_pmd, mapped_pmds_gen_params),
	KUNIT_CASE_PARAM(unmapped_pmd, unmapped_pmds_gen_params),
	KUNIT_CASE_PARAM(protected_pmd, protected_pmds_gen_params),
	KUNIT_CASE_PARAM(small_hole, small_holes_gen_params),
	{}
};

static struct kunit_suite huge_insert_suite = {
	.name = "migrate_device_huge_insert",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = huge_insert_cases,
};

kunit_test_suite(huge_insert_suite);
