// SPDX-License-Identifier: GPL-2.0
/*
 * Large folios of device-private memory in migrate_vma_setup(): mapped by one
 * PMD or page by page, taken as a whole, split, or left.
 */
#include "migrate_devmem.h"
#include "migrate_huge.h"
#include "migrate_known_issues.h"
#include "mm_kunit/order.h"

#define PRIVATE	MIGRATE_VMA_SELECT_DEVICE_PRIVATE
#define WHOLE	(PRIVATE | MIGRATE_VMA_SELECT_COMPOUND)
#define COMPOUND	MIGRATE_PFN_COMPOUND
#define SINCE_COMPOUND	.since = KERNEL(6, 19)
#define OWN_PMD	{ .maps = MAPS_DEVICE, .pte = { .write = 1 }, .exclusive = 1 }

/* contract 8.3, 9.2 and 9.3: a PMD that is taken keeps its bits. */
static const struct migrate_huge_case taken_pmds[] = {
	{ "writable_pmd", { SINCE_COMPOUND }, WHOLE, .given = OWN_PMD,
	  .expect = { SELECTED, COMPOUND | MIGRATE_PFN_WRITE } },
	{ "writable_pmd_on_a_call_for_all", { SINCE_COMPOUND },
	  DEVMEM_SELECT_ALL | MIGRATE_VMA_SELECT_COMPOUND, .given = OWN_PMD,
	  .expect = { SELECTED, COMPOUND | MIGRATE_PFN_WRITE } },
	{ "exclusive_read_only_pmd", { SINCE_COMPOUND }, WHOLE,
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1 },
	  .expect = { SELECTED, COMPOUND } },
	{ "pmd_that_is_not_exclusive", { SINCE_COMPOUND }, WHOLE,
	  .given = { .maps = MAPS_DEVICE }, .expect = { SELECTED, COMPOUND } },
	{ "pmd_of_a_dirty_folio", { SINCE_COMPOUND }, WHOLE,
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1, .dirty = 1 },
	  .expect = { SELECTED, COMPOUND } },
	{ "soft_dirty_pmd", { SINCE_COMPOUND, .needs = NEEDS_SOFT_DIRTY }, WHOLE,
	  .given = { .maps = MAPS_DEVICE, .pte = { .soft_dirty = 1 },
		     .exclusive = 1 },
	  .expect = { SELECTED, COMPOUND } },
	{ "uffd_pmd", { SINCE_COMPOUND, .needs = NEEDS_UFFD_WP }, WHOLE,
	  .given = { .maps = MAPS_DEVICE, .pte = { .uffd = 1 },
		     .exclusive = 1 },
	  .expect = { SELECTED, COMPOUND } },
	{ "uffd_pmd_that_is_not_exclusive",
	  { SINCE_COMPOUND, .needs = NEEDS_UFFD_WP }, WHOLE,
	  .given = { .maps = MAPS_DEVICE, .pte = { .uffd = 1 } },
	  .expect = { SELECTED, COMPOUND } },
	{ "soft_dirty_pmd_that_is_not_exclusive",
	  { SINCE_COMPOUND, .needs = NEEDS_SOFT_DIRTY,
	    .known_issue = &soft_dirty_taken_for_write }, WHOLE,
	  .given = { .maps = MAPS_DEVICE, .pte = { .soft_dirty = 1 } },
	  .expect = { SELECTED, COMPOUND } },
	{ "pmd_that_a_fork_shares", { SINCE_COMPOUND }, WHOLE,
	  .given = { .maps = MAPS_SHARED_DEVICE },
	  .expect = { SELECTED, COMPOUND } },
};

/* contract 8.1: a PMD of device-private memory that was not asked for. */
static const struct migrate_huge_case unselected_pmds[] = {
	{ "on_a_call_for_system_memory", { SINCE_COMPOUND },
	  MIGRATE_VMA_SELECT_SYSTEM | MIGRATE_VMA_SELECT_COMPOUND,
	  .given = OWN_PMD, .expect = { SKIPPED } },
	{ "on_a_call_for_coherent_memory", { SINCE_COMPOUND },
	  MIGRATE_VMA_SELECT_DEVICE_COHERENT | MIGRATE_VMA_SELECT_COMPOUND,
	  .given = OWN_PMD, .expect = { SKIPPED } },
	{ "on_a_call_for_system_memory_by_page", { SINCE_COMPOUND },
	  MIGRATE_VMA_SELECT_SYSTEM,
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1 },
	  .expect = { SKIPPED } },
	{ "shared_on_a_call_for_system_memory", { SINCE_COMPOUND },
	  MIGRATE_VMA_SELECT_SYSTEM | MIGRATE_VMA_SELECT_COMPOUND,
	  .given = { .maps = MAPS_SHARED_DEVICE }, .expect = { SKIPPED } },
};

/* contract 8.1: a PMD of device-private memory of another owner. */
static const struct migrate_huge_case foreign_pmds[] = {
	{ "writable_pmd", { SINCE_COMPOUND }, WHOLE, .given = OWN_PMD,
	  .expect = { SKIPPED } },
	{ "exclusive_read_only_pmd", { SINCE_COMPOUND }, WHOLE,
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1 },
	  .expect = { SKIPPED } },
	{ "pmd_that_a_fork_shares", { SINCE_COMPOUND }, WHOLE,
	  .given = { .maps = MAPS_SHARED_DEVICE }, .expect = { SKIPPED } },
	{ "soft_dirty_uffd_pmd", { SINCE_COMPOUND, .needs = NEEDS_UFFD_WP },
	  WHOLE, .given = { .maps = MAPS_DEVICE,
			    .pte = { .soft_dirty = 1, .uffd = 1 } },
	  .expect = { SKIPPED } },
	{ "writable_pmd_by_page", { SINCE_COMPOUND }, PRIVATE,
	  .given = OWN_PMD, .expect = { SKIPPED } },
};

/* contract 2.4: device-private memory in use stays, and its PMD whole. */
static const struct migrate_huge_case busy_pmds[] = {
	{ "locked_folio", { SINCE_COMPOUND }, WHOLE,
	  .given = { .maps = MAPS_DEVICE, .pte = { .write = 1 },
		     .exclusive = 1, .locked = 1 },
	  .expect = { SKIPPED } },
	{ "locked_folio_by_page", { SINCE_COMPOUND }, PRIVATE,
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1, .locked = 1 },
	  .expect = { SKIPPED } },
	{ "extra_reference",
	  { SINCE_COMPOUND, .known_issue = &stray_device_reference }, WHOLE,
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1, .extra_refs = 1 },
	  .expect = { REFUSED } },
	{ "two_extra_references", { SINCE_COMPOUND }, WHOLE,
	  .given = { .maps = MAPS_DEVICE, .pte = { .write = 1 },
		     .exclusive = 1, .extra_refs = 2 },
	  .expect = { REFUSED } },
	{ "two_extra_references_on_a_shared_folio", { SINCE_COMPOUND }, WHOLE,
	  .given = { .maps = MAPS_SHARED_DEVICE, .extra_refs = 2 },
	  .expect = { REFUSED } },
	{ "extra_reference_on_what_would_be_split", { SINCE_COMPOUND }, PRIVATE,
	  .given = { .maps = MAPS_DEVICE, .pte = { .write = 1 },
		     .exclusive = 1, .extra_refs = 1 },
	  .expect = { SKIPPED } },
};

MM_KUNIT_ROWS(taken_pmds);
MM_KUNIT_ROWS(unselected_pmds);
MM_KUNIT_ROWS(foreign_pmds);
MM_KUNIT_ROWS(busy_pmds);

static struct migrate_scene *build_private(struct kunit *test)
{
	struct migrate_scene *scene = build_huge_case(test);

	scene->args.pgmap_owner =
		mm_kunit_device(MEMORY_DEVICE_PRIVATE)->pgmap.owner;
	return scene;
}

static void expect_whole(struct migrate_scene *scene)
{
	const struct migrate_huge_case *row = scene->test->param_value;

	KUNIT_EXPECT_EQ(scene->test, run_setup(scene), 0);
	expect_outcome(scene, 0, &row->expect);
	KUNIT_EXPECT_EQ(scene->test, scene->args.cpages,
			(unsigned long)(row->expect.outcome == SELECTED));
	KUNIT_EXPECT_EQ(scene->test, scene->args.npages, HUGE_PAGES);
	mm_kunit_expect_balanced(scene->test);
}

/* Test that one entry stands for the PMD, with its bits. */
static void taken_pmd(struct kunit *test)
{
	expect_whole(build_private(test));
}

/* Test that who wants other memory gets no PMD of a device's. */
static void unselected_pmd(struct kunit *test)
{
	expect_whole(build_private(test));
}

/* Test that the memory of another's device is left to that. */
static void foreign_pmd(struct kunit *test)
{
	struct migrate_scene *scene = build_private(test);

	scene->args.pgmap_owner = scene;
	expect_whole(scene);
}

/* Test that a folio in use is mapped by its PMD, as before. */
static void busy_pmd(struct kunit *test)
{
	expect_whole(build_private(test));
}

/* contract 9.1 and 9.4: otherwise each page is an entry, with the same bits. */
static const struct migrate_huge_case split_folios[] = {
	{ "writable", { SINCE_COMPOUND }, PRIVATE, .given = OWN_PMD,
	  .expect = { SELECTED, MIGRATE_PFN_WRITE } },
	{ "exclusive_read_only", { SINCE_COMPOUND }, PRIVATE,
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1 },
	  .expect = { SELECTED } },
	{ "not_exclusive", { SINCE_COMPOUND }, PRIVATE,
	  .given = { .maps = MAPS_DEVICE }, .expect = { SELECTED } },
	{ "dirty", { SINCE_COMPOUND }, PRIVATE,
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1, .dirty = 1 },
	  .expect = { SELECTED } },
	{ "soft_dirty_uffd", { SINCE_COMPOUND, .needs = NEEDS_UFFD_WP },
	  PRIVATE, .given = { .maps = MAPS_DEVICE, .exclusive = 1,
			      .pte = { .soft_dirty = 1, .uffd = 1 } },
	  .expect = { SELECTED } },
	{ "first_page_only", { SINCE_COMPOUND }, WHOLE, 0, 1,
	  .given = OWN_PMD, .expect = { SELECTED, MIGRATE_PFN_WRITE } },
	{ "last_page_only", { SINCE_COMPOUND }, WHOLE, HUGE_PAGES - 1, 1,
	  .given = OWN_PMD, .expect = { SELECTED, MIGRATE_PFN_WRITE } },
	{ "all_but_the_first_page", { SINCE_COMPOUND }, WHOLE,
	  1, HUGE_PAGES - 1,
	  .given = { .maps = MAPS_DEVICE }, .expect = { SELECTED } },
	{ "all_but_the_last_page", { SINCE_COMPOUND }, WHOLE,
	  0, HUGE_PAGES - 1,
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1 },
	  .expect = { SELECTED } },
};

MM_KUNIT_ROWS(split_folios);

static void expect_pages(struct migrate_scene *scene)
{
	const struct migrate_huge_case *row = scene->test->param_value;
	unsigned long npages = row->npages ?: HUGE_PAGES;

	KUNIT_EXPECT_EQ(scene->test, run_setup(scene), 0);
	look_by_page(scene);
	expect_by_page(scene, &row->expect);
	KUNIT_EXPECT_EQ(scene->test, scene->args.cpages, npages);
	KUNIT_EXPECT_EQ(scene->test, scene->args.npages, npages);
	mm_kunit_expect_balanced(scene->test);
	mm_kunit_expect_no_sleep_under_lock(scene->test);
}

/* Test that a PMD that can't be handed out whole is, page by page. */
static void split_pmd(struct kunit *test)
{
	expect_pages(build_private(test));
}

/* Test that so is a large folio that is mapped page by page. */
static void split_by_page(struct kunit *test)
{
	struct migrate_scene *scene = build_private(test);

	mm_kunit_split_pmd(&scene->space, scene->space.start);
	expect_pages(scene);
}

/* contract 8.1, 9.5 and 2.4: what is left by page stays large. */
static const struct migrate_huge_case unsplit_folios[] = {
	{ "extra_reference", { SINCE_COMPOUND }, PRIVATE,
	  .given = { .maps = MAPS_DEVICE, .pte = { .write = 1 },
		     .exclusive = 1, .extra_refs = 1 } },
	{ "extra_reference_and_select_compound", { SINCE_COMPOUND }, WHOLE,
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1, .extra_refs = 1 } },
	{ "extra_reference_from_the_middle_on", { SINCE_COMPOUND }, WHOLE,
	  256, 256,
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1, .extra_refs = 1 } },
	{ "call_for_system_memory", { SINCE_COMPOUND },
	  MIGRATE_VMA_SELECT_SYSTEM, .given = OWN_PMD },
	{ "call_for_coherent_memory", { SINCE_COMPOUND },
	  MIGRATE_VMA_SELECT_DEVICE_COHERENT,
	  .given = { .maps = MAPS_DEVICE } },
};

MM_KUNIT_ROWS(unsplit_folios);

static void expect_unsplit(struct migrate_scene *scene)
{
	expect_left_by_page(scene);
	KUNIT_EXPECT_TRUE(scene->test,
			  folio_test_large(page_folio(scene->pages[0].page)));
}

/* Test that a folio that is not to be had is not split either. */
static void unsplit_by_page(struct kunit *test)
{
	expect_unsplit(build_private(test));
}

/* contract 8.1: not even for one that asks for the memory of its own. */
static const struct migrate_huge_case foreign_folios[] = {
	{ "writable", { SINCE_COMPOUND }, PRIVATE, .given = OWN_PMD },
	{ "not_exclusive_with_select_compound", { SINCE_COMPOUND }, WHOLE,
	  .given = { .maps = MAPS_DEVICE } },
};

MM_KUNIT_ROWS(foreign_folios);

/* Test that the folio of another's device is not split. */
static void foreign_by_page(struct kunit *test)
{
	struct migrate_scene *scene = build_private(test);

	scene->args.pgmap_owner = scene;
	expect_unsplit(scene);
}

/* contract 10.41: what is no migration entry is nobody's to restore. */
static const struct migrate_huge_case mapped_pmds[] = {
	{ "writable_pmd_of_a_device", { SINCE_COMPOUND }, .given = OWN_PMD },
	{ "pmd_of_a_device_that_is_not_exclusive", { SINCE_COMPOUND },
	  .given = { .maps = MAPS_DEVICE } },
	{ "writable_dirty_pmd", { SINCE_COMPOUND },
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 } },
};

MM_KUNIT_ROWS(mapped_pmds);

/* Test that remove_migration_ptes() passes over what is mapped. */
static void mapped_pmd_is_no_migration_entry(struct kunit *test)
{
	struct migrate_scene *scene = build_huge_case(test);
	struct folio *folio = page_folio(scene->pages[0].page);
	struct mm_kunit_state got;

	KUNIT_ASSERT_TRUE(test, folio_trylock(folio));
	remove_migration_ptes(folio, folio, 0);
	folio_unlock(folio);
	mm_kunit_snapshot(&scene->pages[0], scene->pages[0].page, &got);
	mm_kunit_expect_state(test, "page 0", &got, &scene->given[0]);
}

/* Large folios of a device in migrate_vma_setup(). */
static struct kunit_case huge_private_cases[] = {
	KUNIT_CASE_PARAM(taken_pmd, taken_pmds_gen_params),
	KUNIT_CASE_PARAM(unselected_pmd, unselected_pmds_gen_params),
	KUNIT_CASE_PARAM(foreign_pmd, foreign_pmds_gen_params),
	KUNIT_CASE_PARAM(busy_pmd, busy_pmds_gen_params),
	KUNIT_CASE_PARAM(split_pmd, split_folios_gen_params),
	KUNIT_CASE_PARAM(split_by_page, split_folios_gen_params),
	KUNIT_CASE_PARAM(unsplit_by_page, unsplit_folios_gen_params),
	KUNIT_CASE_PARAM(foreign_by_page, foreign_folios_gen_params),
	KUNIT_CASE_PARAM(mapped_pmd_is_no_migration_entry,
			 mapped_pmds_gen_params),
	{}
};

static struct kunit_suite huge_private_suite = {
	.name = "migrate_device_huge_private",
	.suite_init = devmem_suite_init,
	.suite_exit = devmem_suite_exit,
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = huge_private_cases,
};

kunit_test_suite(huge_private_suite);
