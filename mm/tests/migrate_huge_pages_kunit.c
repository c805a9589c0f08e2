// SPDX-License-Identifier: GPL-2.0
/*
 * Huge pages from migrate_vma_setup() to migrate_vma_finalize(): moved to a
 * huge page, put back, or mapped where a whole PMD was empty.
 */
#include "migrate_huge.h"
#include "migrate_known_issues.h"

#define WHOLE	(MIGRATE_VMA_SELECT_SYSTEM | MIGRATE_VMA_SELECT_COMPOUND)
#define COMPOUND	MIGRATE_PFN_COMPOUND
#define SINCE_COMPOUND	.since = KERNEL(6, 19)

/* contract 4.1 and 9.3: a huge page arrives with all bits of its PMD. */
static const struct migrate_huge_case moved_pmds[] = {
	{ "writable_young_pmd", { SINCE_COMPOUND }, WHOLE,
	  .given = { .pte = { .write = 1, .young = 1 }, .exclusive = 1 },
	  .expect = { MIGRATED, COMPOUND | MIGRATE_PFN_WRITE } },
	{ "writable_dirty_pmd", { SINCE_COMPOUND }, WHOLE,
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 },
	  .expect = { MIGRATED, COMPOUND | MIGRATE_PFN_WRITE } },
	{ "exclusive_read_only_pmd", { SINCE_COMPOUND }, WHOLE,
	  .given = { .exclusive = 1 }, .expect = { MIGRATED, COMPOUND } },
	{ "pmd_that_is_not_exclusive", { SINCE_COMPOUND }, WHOLE,
	  .given = { .pte = { .young = 1 } },
	  .expect = { MIGRATED, COMPOUND } },
	{ "clean_pmd_of_a_dirty_folio", { SINCE_COMPOUND }, WHOLE,
	  .given = { .exclusive = 1, .dirty = 1 },
	  .expect = { MIGRATED, COMPOUND } },
	{ "soft_dirty_pmd", { SINCE_COMPOUND, .needs = NEEDS_SOFT_DIRTY },
	  WHOLE, .given = { .pte = { .soft_dirty = 1 }, .exclusive = 1 },
	  .expect = { MIGRATED, COMPOUND } },
	{ "dirty_pmd_that_is_not_soft_dirty",
	  { SINCE_COMPOUND, .needs = NEEDS_SOFT_DIRTY,
	    .known_issue = &huge_spurious_soft_dirty },
	  WHOLE, .given = { .pte = { .dirty = 1 }, .exclusive = 1 },
	  .expect = { MIGRATED, COMPOUND } },
	{ "uffd_pmd", { SINCE_COMPOUND, .needs = NEEDS_UFFD_WP },
	  WHOLE, .given = { .pte = { .uffd = 1 }, .exclusive = 1 },
	  .expect = { MIGRATED, COMPOUND } },
	{ "dirty_pmd_that_nobody_may_touch", { SINCE_COMPOUND }, WHOLE,
	  .given = { .pte = { .no_access = 1, .dirty = 1, .soft_dirty = 1 },
		     .exclusive = 1 },
	  .expect = { MIGRATED, COMPOUND } },
	{ "pmd_whose_accesses_userfaultfd_hears_of",
	  { SINCE_COMPOUND, .needs = NEEDS_UFFD_RWP },
	  WHOLE, .given = { .pte = { .no_access = 1, .uffd = 1 },
			    .exclusive = 1 },
	  .expect = { MIGRATED, COMPOUND } },
	{ "mlocked_huge_page", { SINCE_COMPOUND }, WHOLE,
	  .given = { .exclusive = 1, .mlocked = 1 },
	  .expect = { MIGRATED, COMPOUND } },
	{ "pmd_that_a_fork_shares", { SINCE_COMPOUND }, WHOLE,
	  .given = { MAPS_SHARED_ANON }, .expect = { MIGRATED, COMPOUND } },
};

/* contract 4.2: a huge page without a destination is mapped as it was. */
static const struct migrate_huge_case kept_pmds[] = {
	{ "writable_young_pmd", { SINCE_COMPOUND }, WHOLE,
	  .given = { .pte = { .write = 1, .young = 1 }, .exclusive = 1 },
	  .expect = { RESTORED, COMPOUND | MIGRATE_PFN_WRITE } },
	{ "writable_dirty_pmd", { SINCE_COMPOUND }, WHOLE,
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 },
	  .expect = { RESTORED, COMPOUND | MIGRATE_PFN_WRITE } },
	{ "exclusive_read_only_pmd", { SINCE_COMPOUND }, WHOLE,
	  .given = { .exclusive = 1 }, .expect = { RESTORED, COMPOUND } },
	{ "pmd_that_is_not_exclusive", { SINCE_COMPOUND }, WHOLE,
	  .expect = { RESTORED, COMPOUND } },
	{ "dirty_pmd_that_is_not_soft_dirty",
	  { SINCE_COMPOUND, .needs = NEEDS_SOFT_DIRTY,
	    .known_issue = &huge_spurious_soft_dirty },
	  WHOLE, .given = { .pte = { .dirty = 1 }, .exclusive = 1 },
	  .expect = { RESTORED, COMPOUND } },
	{ "uffd_soft_dirty_pmd", { SINCE_COMPOUND, .needs = NEEDS_UFFD_WP },
	  WHOLE, .given = { .pte = { .uffd = 1, .soft_dirty = 1 },
			    .exclusive = 1 },
	  .expect = { RESTORED, COMPOUND } },
	{ "pmd_whose_accesses_userfaultfd_hears_of",
	  { SINCE_COMPOUND, .needs = NEEDS_UFFD_RWP },
	  WHOLE, .given = { .pte = { .no_access = 1, .uffd = 1 },
			    .exclusive = 1 },
	  .expect = { RESTORED, COMPOUND } },
	{ "mlocked_huge_page", { SINCE_COMPOUND }, WHOLE,
	  .given = { .exclusive = 1, .mlocked = 1 },
	  .expect = { RESTORED, COMPOUND } },
	{ "pmd_that_a_fork_shares", { SINCE_COMPOUND }, WHOLE,
	  .given = { MAPS_SHARED_ANON }, .expect = { RESTORED, COMPOUND } },
};

/* contract 4.3 and 9.7: an empty PMD maps its huge page after all. */
static const struct migrate_huge_case populated_pmds[] = {
	{ "empty_pmd", { SINCE_COMPOUND }, WHOLE,
	  .given = { MAPS_HOLE }, .expect = { POPULATED, COMPOUND } },
	{ "pmd_without_a_table_of_pmds", { SINCE_COMPOUND }, WHOLE,
	  .given = { MAPS_NO_TABLE }, .expect = { POPULATED, COMPOUND } },
	{ "huge_zero_page", { SINCE_COMPOUND }, WHOLE,
	  .given = { MAPS_ZERO_PAGE }, .expect = { POPULATED, COMPOUND } },
};

MM_KUNIT_ROWS(moved_pmds);
MM_KUNIT_ROWS(kept_pmds);
MM_KUNIT_ROWS(populated_pmds);

static void run_row(struct kunit *test)
{
	const struct migrate_huge_case *row = test->param_value;
	struct migrate_scene *scene = build_huge_case(test);

	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	if (row->expect.outcome != RESTORED)
		give_destination(scene, 0);
	run_pages(scene);
	expect_outcome(scene, 0, &row->expect);
	run_finalize(scene);
	expect_outcome(scene, 0, &row->expect);
	expect_splits(scene);
}

/* Test that a huge page is mapped at its destination as it was before. */
static void moved_pmd(struct kunit *test)
{
	run_row(test);
}

/* Test that a huge page that stays is mapped by one PMD, as before. */
static void kept_pmd(struct kunit *test)
{
	run_row(test);
}

/* Test that a huge page is mapped where nothing was, and accounted for. */
static void populated_pmd(struct kunit *test)
{
	run_row(test);
}

/* contract 4.5: a huge page that is in use again after setup stays. */
static const struct migrate_huge_case used_pmds[] = {
	{ "exclusive_writable_huge_page", { SINCE_COMPOUND }, WHOLE,
	  .given = { .pte = { .write = 1 }, .exclusive = 1 },
	  .expect = { RESTORED, COMPOUND | MIGRATE_PFN_WRITE } },
	{ "huge_page_that_is_not_exclusive", { SINCE_COMPOUND }, WHOLE,
	  .expect = { RESTORED, COMPOUND } },
	{ "huge_page_that_a_fork_shares", { SINCE_COMPOUND }, WHOLE,
	  .given = { MAPS_SHARED_ANON }, .expect = { RESTORED, COMPOUND } },
};

MM_KUNIT_ROWS(used_pmds);

/* Test that a reference taken behind setup's back keeps a huge page. */
static void used_pmd(struct kunit *test)
{
	const struct migrate_huge_case *row = test->param_value;
	struct migrate_scene *scene = build_huge_case(test);
	struct mm_kunit_state before = {}, after = {};

	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	give_destination(scene, 0);
	get_page(scene->pages[0].page);
	mm_kunit_folio_snapshot(scene->dst_page[0], &before.folio);
	run_pages(scene);
	mm_kunit_folio_snapshot(scene->dst_page[0], &after.folio);
	mm_kunit_expect_state(test, "destination", &after, &before);
	put_page(scene->pages[0].page);
	run_finalize(scene);
	expect_outcome(scene, 0, &row->expect);
	KUNIT_EXPECT_FALSE(test, PageLocked(scene->dst_page[0]));
	KUNIT_EXPECT_EQ(test, page_ref_count(scene->dst_page[0]), 1);
}

/* contract 4.3: what may not be written to is not mapped writable. */
static const struct migrate_huge_case read_only_pmds[] = {
	{ "empty_pmd", { SINCE_COMPOUND }, WHOLE, .given = { MAPS_HOLE } },
	{ "huge_zero_page", { SINCE_COMPOUND }, WHOLE,
	  .given = { MAPS_ZERO_PAGE } },
};

MM_KUNIT_ROWS(read_only_pmds);

/* Test that no huge page becomes writable in a read-only mapping. */
static void read_only_pmd(struct kunit *test)
{
	struct migrate_scene *scene = build_huge_case(test);
	struct mm_kunit_state got;

	mm_kunit_change_flags(&scene->space, 0, VM_WRITE);
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	give_destination(scene, 0);
	run_pages(scene);
	run_finalize(scene);
	mm_kunit_snapshot(&scene->pages[0], scene->dst_page[0], &got);
	KUNIT_EXPECT_EQ(test, got.pte.kind, (long)PTE_PRESENT);
	KUNIT_EXPECT_EQ(test, got.pte.huge, 1L);
	KUNIT_EXPECT_EQ(test, got.pte.pfn,
			(long)page_to_pfn(scene->dst_page[0]));
	KUNIT_EXPECT_EQ(test, got.pte.write, 0L);
	KUNIT_EXPECT_EQ(test, got.folio.exclusive, 1L);
	KUNIT_EXPECT_EQ(test, got.anon_pages, (long)HUGE_PAGES);
}

/* Huge pages in all phases. */
static struct kunit_case huge_pages_cases[] = {
	KUNIT_CASE_PARAM(moved_pmd, moved_pmds_gen_params),
	KUNIT_CASE_PARAM(kept_pmd, kept_pmds_gen_params),
	KUNIT_CASE_PARAM(populated_pmd, populated_pmds_gen_params),
	KUNIT_CASE_PARAM(used_pmd, used_pmds_gen_params),
	KUNIT_CASE_PARAM(read_only_pmd, read_only_pmds_gen_params),
	{}
};

static struct kunit_suite huge_pages_suite = {
	.name = "migrate_device_huge_pages",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = huge_pages_cases,
};

kunit_test_suite(huge_pages_suite);
