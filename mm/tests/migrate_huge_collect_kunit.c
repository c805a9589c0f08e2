// SPDX-License-Identifier: GPL-2.0
/*
 * Huge pages in migrate_vma_setup(): taken as a whole, split, or left.
 */
#include "migrate_huge.h"
#include "migrate_known_issues.h"

#define WHOLE	(MIGRATE_VMA_SELECT_SYSTEM | MIGRATE_VMA_SELECT_COMPOUND)
#define COMPOUND	MIGRATE_PFN_COMPOUND
#define SINCE_COMPOUND	.since = KERNEL(6, 19)

/* contract 9.2 and 9.3: a PMD that is taken keeps its bits in the entry. */
static const struct migrate_huge_case taken_pmds[] = {
	{ "writable_dirty_young_pmd", { SINCE_COMPOUND }, WHOLE,
	  .given = { .pte = { .write = 1, .dirty = 1, .young = 1 },
		     .exclusive = 1 },
	  .expect = { SELECTED, COMPOUND | MIGRATE_PFN_WRITE } },
	{ "writable_clean_old_pmd", { SINCE_COMPOUND }, WHOLE,
	  .given = { .pte = { .write = 1 }, .exclusive = 1 },
	  .expect = { SELECTED, COMPOUND | MIGRATE_PFN_WRITE } },
	{ "exclusive_read_only_pmd", { SINCE_COMPOUND }, WHOLE,
	  .given = { .exclusive = 1 },
	  .expect = { SELECTED, COMPOUND } },
	{ "exclusive_read_only_young_pmd", { SINCE_COMPOUND }, WHOLE,
	  .given = { .pte = { .young = 1 }, .exclusive = 1 },
	  .expect = { SELECTED, COMPOUND } },
	{ "pmd_that_is_not_exclusive", { SINCE_COMPOUND }, WHOLE,
	  .expect = { SELECTED, COMPOUND } },
	{ "dirty_pmd_that_is_not_exclusive", { SINCE_COMPOUND }, WHOLE,
	  .given = { .pte = { .dirty = 1 } },
	  .expect = { SELECTED, COMPOUND } },
	{ "clean_pmd_of_a_dirty_folio", { SINCE_COMPOUND }, WHOLE,
	  .given = { .exclusive = 1, .dirty = 1 },
	  .expect = { SELECTED, COMPOUND } },
	{ "soft_dirty_pmd", { SINCE_COMPOUND, .needs = NEEDS_SOFT_DIRTY },
	  WHOLE, .given = { .pte = { .soft_dirty = 1 }, .exclusive = 1 },
	  .expect = { SELECTED, COMPOUND } },
	{ "dirty_pmd_that_is_not_soft_dirty",
	  { SINCE_COMPOUND, .needs = NEEDS_SOFT_DIRTY },
	  WHOLE, .given = { .pte = { .dirty = 1 }, .exclusive = 1 },
	  .expect = { SELECTED, COMPOUND } },
	{ "uffd_pmd", { SINCE_COMPOUND, .needs = NEEDS_UFFD_WP },
	  WHOLE, .given = { .pte = { .uffd = 1 }, .exclusive = 1 },
	  .expect = { SELECTED, COMPOUND } },
	{ "pmd_that_a_fork_shares", { SINCE_COMPOUND }, WHOLE,
	  .given = { MAPS_SHARED_ANON },
	  .expect = { SELECTED, COMPOUND } },
	{ "dirty_pmd_that_a_fork_shares", { SINCE_COMPOUND }, WHOLE,
	  .given = { MAPS_SHARED_ANON, .pte = { .dirty = 1 } },
	  .expect = { SELECTED, COMPOUND } },
};

MM_KUNIT_ROWS(taken_pmds);

/* contract 2.4 and 9.3: what may be in use is left, PMD and AE as they were. */
static const struct migrate_huge_case passed_over_pmds[] = {
	{ "locked_huge_page", { SINCE_COMPOUND }, WHOLE,
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1,
		     .locked = 1 },
	  .expect = { SKIPPED } },
	{ "gup_pinned_writable_dirty_huge_page", { SINCE_COMPOUND }, WHOLE,
	  .given = { .pte = { .write = 1, .dirty = 1, .young = 1 },
		     .exclusive = 1, .gup_pins = 1 },
	  .expect = { SKIPPED } },
	{ "gup_pinned_read_only_huge_page", { SINCE_COMPOUND }, WHOLE,
	  .given = { .exclusive = 1, .gup_pins = 1 },
	  .expect = { SKIPPED } },
	{ "gup_pinned_soft_dirty_uffd_huge_page",
	  { SINCE_COMPOUND, .needs = NEEDS_UFFD_WP }, WHOLE,
	  .given = { .pte = { .uffd = 1, .soft_dirty = 1 }, .exclusive = 1,
		     .gup_pins = 1 },
	  .expect = { SKIPPED } },
	{ "huge_page_with_an_extra_reference", { SINCE_COMPOUND }, WHOLE,
	  .given = { .pte = { .write = 1, .young = 1 }, .exclusive = 1,
		     .extra_refs = 1 },
	  .expect = { REFUSED } },
	{ "dirty_huge_page_with_an_extra_reference", { SINCE_COMPOUND }, WHOLE,
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1,
		     .extra_refs = 1 },
	  .expect = { REFUSED } },
	{ "gup_pinned_huge_page_that_is_not_exclusive", { SINCE_COMPOUND },
	  WHOLE, .given = { .gup_pins = 1 },
	  .expect = { REFUSED } },
	{ "shared_huge_page_with_an_extra_reference", { SINCE_COMPOUND }, WHOLE,
	  .given = { MAPS_SHARED_ANON, .extra_refs = 1 },
	  .expect = { REFUSED } },
	{ "isolated_huge_page", { SINCE_COMPOUND }, WHOLE,
	  .given = { .exclusive = 1, .off_lru = 1 },
	  .expect = { REFUSED } },
	{ "huge_page_that_another_migrates", { SINCE_COMPOUND }, WHOLE,
	  .given = { MAPS_MIGRATION_ENTRY, .exclusive = 1 },
	  .expect = { SKIPPED } },
};

MM_KUNIT_ROWS(passed_over_pmds);

#define DEVICE_ONLY \
	(MIGRATE_VMA_SELECT_DEVICE_PRIVATE | MIGRATE_VMA_SELECT_COMPOUND)

/* contract 2.1 and 8.1: on a call for device memory no other PMD is taken. */
static const struct migrate_huge_case unselected_pmds[] = {
	/* Its memory may look like anything but that of a device. */
	{ "huge_page_that_another_migrates", { SINCE_COMPOUND }, DEVICE_ONLY,
	  .given = { MAPS_MIGRATION_ENTRY, .exclusive = 1, .off_lru = 1 },
	  .expect = { SKIPPED } },
	{ "huge_page", { SINCE_COMPOUND }, DEVICE_ONLY,
	  .given = { .exclusive = 1 }, .expect = { SKIPPED } },
	{ "huge_zero_page", { SINCE_COMPOUND }, DEVICE_ONLY,
	  .given = { MAPS_ZERO_PAGE }, .expect = { SKIPPED } },
};

MM_KUNIT_ROWS(unselected_pmds);

/* contract 9.2: an empty PMD is offered as one. */
static const struct migrate_huge_case empty_pmds[] = {
	{ "empty_pmd", { SINCE_COMPOUND }, WHOLE,
	  .given = { MAPS_HOLE }, .expect = { OFFERED, COMPOUND } },
	{ "pmd_without_a_table_of_pmds", { SINCE_COMPOUND }, WHOLE,
	  .given = { MAPS_NO_TABLE }, .expect = { OFFERED, COMPOUND } },
	{ "huge_zero_page", { SINCE_COMPOUND }, WHOLE,
	  .given = { MAPS_ZERO_PAGE }, .expect = { OFFERED, COMPOUND } },
};

MM_KUNIT_ROWS(empty_pmds);

static void expect_whole(struct kunit *test)
{
	const struct migrate_huge_case *row = test->param_value;
	struct migrate_scene *scene = build_huge_case(test);
	bool counts = row->expect.outcome == SELECTED ||
		      row->expect.outcome == OFFERED;

	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	expect_outcome(scene, 0, &row->expect);
	KUNIT_EXPECT_EQ(test, scene->args.cpages, (unsigned long)counts);
	KUNIT_EXPECT_EQ(test, scene->args.npages, HUGE_PAGES);
	KUNIT_EXPECT_EQ(test, scene->args.end, scene->args.start + PMD_SIZE);
}

/* Test that a huge page becomes one entry, with the bits of its PMD. */
static void taken_pmd(struct kunit *test)
{
	expect_whole(test);
}

/* Test that the entry says so before unmap has seen the folio. */
static void taken_pmd_before_unmap(struct kunit *test)
{
	const struct migrate_huge_case *row = test->param_value;
	struct migrate_scene *scene = build_huge_case(test);
	unsigned long pfn = page_to_pfn(scene->pages[0].page);

	run_collect(scene);
	mm_kunit_expect_equal(test, scene->args.src[0],
			      migrate_pfn(pfn) | MIGRATE_PFN_MIGRATE |
			      row->expect.mpfn, "src[0]");
	KUNIT_EXPECT_EQ(test, scene->args.cpages, 1UL);
}

/* Test that a huge page in use is mapped by the very PMD that it was. */
static void passed_over_pmd(struct kunit *test)
{
	expect_whole(test);
}

/* Test that a PMD that was not asked for stays as it is. */
static void unselected_pmd(struct kunit *test)
{
	expect_whole(test);
}

/* Test that an empty PMD is one entry, and stays empty. */
static void empty_pmd_offered(struct kunit *test)
{
	expect_whole(test);
}

/* contract 9.1: without SELECT_COMPOUND each page is an entry. */
static const struct migrate_huge_case split_pmds[] = {
	{ "writable_dirty_young_pmd",
	  .given = { .pte = { .write = 1, .dirty = 1, .young = 1 },
		     .exclusive = 1 },
	  .expect = { SELECTED, MIGRATE_PFN_WRITE } },
	{ "exclusive_read_only_pmd",
	  .given = { .exclusive = 1 }, .expect = { SELECTED } },
	{ "pmd_that_is_not_exclusive", .expect = { SELECTED } },
	{ "soft_dirty_pmd", { .needs = NEEDS_SOFT_DIRTY },
	  .given = { .pte = { .soft_dirty = 1 }, .exclusive = 1 },
	  .expect = { SELECTED } },
	{ "uffd_pmd", { .needs = NEEDS_UFFD_WP },
	  .given = { .pte = { .uffd = 1 }, .exclusive = 1 },
	  .expect = { SELECTED } },
	{ "pmd_whose_accesses_userfaultfd_hears_of",
	  { .needs = NEEDS_UFFD_RWP },
	  .given = { .pte = { .no_access = 1, .uffd = 1 }, .exclusive = 1 },
	  .expect = { SELECTED } },
	{ "first_page_only", { SINCE_COMPOUND }, WHOLE, 0, 1,
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 },
	  .expect = { SELECTED, MIGRATE_PFN_WRITE } },
	{ "last_page_only", { SINCE_COMPOUND }, WHOLE, HUGE_PAGES - 1, 1,
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 },
	  .expect = { SELECTED, MIGRATE_PFN_WRITE } },
	{ "all_but_the_first_page", { SINCE_COMPOUND }, WHOLE,
	  1, HUGE_PAGES - 1,
	  .given = { .pte = { .young = 1 }, .exclusive = 1 },
	  .expect = { SELECTED } },
	{ "all_but_the_last_page", { SINCE_COMPOUND }, WHOLE,
	  0, HUGE_PAGES - 1,
	  .given = { .pte = { .young = 1 }, .exclusive = 1 },
	  .expect = { SELECTED } },
};

MM_KUNIT_ROWS(split_pmds);

/* Test that the pages of a huge page are taken one by one. */
static void split_pmd(struct kunit *test)
{
	const struct migrate_huge_case *row = test->param_value;
	struct migrate_scene *scene = build_huge_case(test);

	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	look_by_page(scene);
	expect_by_page(scene, &row->expect);
	KUNIT_EXPECT_EQ(test, scene->args.cpages,
			row->npages ?: HUGE_PAGES);
	KUNIT_EXPECT_EQ(test, scene->args.npages, row->npages ?: HUGE_PAGES);
}

/* contract 2.2 and 9.1: what can't be offered whole is offered by page. */
static const struct migrate_huge_case offered_pages[] = {
	{ "huge_zero_page", .given = { MAPS_ZERO_PAGE } },
	{ "empty_pmd", .given = { MAPS_HOLE } },
	{ "first_half_of_an_empty_pmd", { SINCE_COMPOUND }, WHOLE,
	  0, HUGE_PAGES / 2, .given = { MAPS_HOLE } },
	{ "second_half_of_a_huge_zero_page", { SINCE_COMPOUND }, WHOLE,
	  HUGE_PAGES / 2, HUGE_PAGES / 2, .given = { MAPS_ZERO_PAGE } },
	{ "one_page_without_a_table_of_pmds", { SINCE_COMPOUND }, WHOLE,
	  7, 1, .given = { MAPS_NO_TABLE } },
};

MM_KUNIT_ROWS(offered_pages);

/* Test that each address of an empty PMD is offered by itself. */
static void offered_page(struct kunit *test)
{
	const struct migrate_huge_case *row = test->param_value;
	struct migrate_scene *scene = build_huge_case(test);
	unsigned long i, npages = row->npages ?: HUGE_PAGES;

	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	for (i = 0; i < npages; i++) {
		mm_kunit_expect_equal(test, scene->args.src[i],
				      MIGRATE_PFN_MIGRATE, "src[%lu]", i);
		mm_kunit_expect_equal(test, scene->args.dst[i], 0, "dst[%lu]",
				      i);
	}
	KUNIT_EXPECT_EQ(test, scene->src.entry[npages], SCENE_POISON);
	KUNIT_EXPECT_EQ(test, scene->args.cpages, npages);
	KUNIT_EXPECT_EQ(test, scene->args.npages, npages);
	KUNIT_EXPECT_EQ(test, mm_kunit_rss(scene->space.mm, MM_ANONPAGES), 0L);
}

/* contract 2.1: nor does a huge zero page come with device memory by page. */
static const struct migrate_huge_case unselected_pages[] = {
	{ "huge_zero_page", .flags = MIGRATE_VMA_SELECT_DEVICE_PRIVATE,
	  .given = { MAPS_ZERO_PAGE } },
};

MM_KUNIT_ROWS(unselected_pages);

/* Test that no address of it is offered. */
static void unselected_page(struct kunit *test)
{
	struct migrate_scene *scene = build_huge_case(test);
	unsigned long i;

	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	for (i = 0; i < HUGE_PAGES; i++)
		mm_kunit_expect_equal(test, scene->args.src[i], 0, "src[%lu]",
				      i);
	KUNIT_EXPECT_EQ(test, scene->args.cpages, 0UL);
}

/* contract 4.3: what was offered by page is populated by page. */
static void populated_page(struct kunit *test)
{
	struct migrate_scene *scene = build_huge_case(test);
	struct page *page;
	unsigned long at;

	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	at = scene->args.npages / 2;
	page = give_small_page(scene, at, NULL);
	run_pages(scene);
	KUNIT_EXPECT_TRUE(test, scene->args.src[at] & MIGRATE_PFN_MIGRATE);
	KUNIT_EXPECT_TRUE(test, folio_mapped(page_folio(page)));
	KUNIT_EXPECT_EQ(test, mm_kunit_rss(scene->space.mm, MM_ANONPAGES), 1L);
}

/* contract 9.5 and 2.4: a PMD that can't be split is left, and as it was. */
static const struct migrate_huge_case unsplit_pmds[] = {
	{ "locked_huge_page", { .known_issue = &leaked_huge_reference },
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1,
		     .locked = 1 } },
	{ "huge_page_with_an_extra_reference",
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1,
		     .extra_refs = 1 } },
	{ "gup_pinned_huge_page",
	  .given = { .pte = { .write = 1 }, .exclusive = 1, .gup_pins = 1 } },
	{ "shared_huge_page_with_an_extra_reference",
	  .given = { MAPS_SHARED_ANON, .extra_refs = 1 } },
	{ "huge_page_that_another_migrates",
	  { .known_issue = &spins_on_huge_entry },
	  .given = { MAPS_MIGRATION_ENTRY, .exclusive = 1 } },
	{ "first_half_of_one_with_an_extra_reference", { SINCE_COMPOUND },
	  WHOLE, 0, HUGE_PAGES / 2,
	  .given = { .exclusive = 1, .extra_refs = 1 } },
};

MM_KUNIT_ROWS(unsplit_pmds);

/* Test that a huge page in use is left, and nothing of it held. */
static void unsplit_pmd(struct kunit *test)
{
	const struct migrate_huge_case *row = test->param_value;
	struct migrate_scene *scene = build_huge_case(test);
	struct mm_kunit_page *page = &scene->pages[0];
	struct mm_kunit_state got;

	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	mm_kunit_snapshot(page, page->page, &got);
	mm_kunit_expect_state(test, "page 0", &got, &scene->given[0]);
	expect_nothing_taken(scene, row->npages);
}

/* Huge pages in migrate_vma_setup(). */
static struct kunit_case huge_collect_cases[] = {
	KUNIT_CASE_PARAM(taken_pmd, taken_pmds_gen_params),
	KUNIT_CASE_PARAM(taken_pmd_before_unmap, taken_pmds_gen_params),
	KUNIT_CASE_PARAM(passed_over_pmd, passed_over_pmds_gen_params),
	KUNIT_CASE_PARAM(unselected_pmd, unselected_pmds_gen_params),
	KUNIT_CASE_PARAM(empty_pmd_offered, empty_pmds_gen_params),
	KUNIT_CASE_PARAM(split_pmd, split_pmds_gen_params),
	KUNIT_CASE_PARAM(offered_page, offered_pages_gen_params),
	KUNIT_CASE_PARAM(unselected_page, unselected_pages_gen_params),
	KUNIT_CASE_PARAM(populated_page, offered_pages_gen_params),
	KUNIT_CASE_PARAM(unsplit_pmd, unsplit_pmds_gen_params),
	{}
};

static struct kunit_suite huge_collect_suite = {
	.name = "migrate_device_huge_collect",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = huge_collect_cases,
};

kunit_test_suite(huge_collect_suite);
