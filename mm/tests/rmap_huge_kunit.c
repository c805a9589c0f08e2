// SPDX-License-Identifier: GPL-2.0
/*
 * try_to_migrate() of a huge page: set_pmd_migration_entry() does for its PMD
 * what is done for a PTE.
 */
#include "migrate_huge.h"
#include "rmap_run.h"

/* contract 10.4, 10.11: the entry keeps every bit of the PMD. */
static const struct sibling_case huge_pages[] = {
	{ "exclusive_writable_dirty_young_pmd_keeps_all_bits",
	  .given = { .huge = true, .exclusive = 1,
		     .pte = { .write = 1, .dirty = 1, .young = 1 } },
	  .expect = MIGRATING },
	{ "exclusive_writable_clean_pmd_stays_clean",
	  .given = { .huge = true, .exclusive = 1, .pte = { .write = 1 } },
	  .expect = MIGRATING },
	{ "exclusive_read_only_pmd_gets_an_exclusive_entry",
	  .given = { .huge = true, .exclusive = 1, .pte = { .young = 1 } },
	  .expect = MIGRATING },
	{ "not_exclusive_dirty_pmd_moves_dirty_to_the_folio",
	  .given = { .huge = true, .pte = { .dirty = 1 } },
	  .expect = MIGRATING },
	{ "soft_dirty_pmd_keeps_soft_dirty",
	  .when = { .needs = NEEDS_SOFT_DIRTY },
	  .given = { .huge = true, .exclusive = 1, .pte = { .soft_dirty = 1 } },
	  .expect = MIGRATING },
	{ "uffd_wp_pmd_keeps_uffd_wp",
	  .when = { .needs = NEEDS_UFFD_WP },
	  .given = { .huge = true, .exclusive = 1, .pte = { .uffd = 1 } },
	  .expect = MIGRATING },
	{ "pmd_whose_accesses_userfaultfd_hears_of_keeps_its_bit",
	  .when = { .needs = NEEDS_UFFD_RWP },
	  .given = { .huge = true, .exclusive = 1,
		     .pte = { .no_access = 1, .uffd = 1 } },
	  .expect = MIGRATING },
	{ "pmd_with_an_extra_reference_is_unmapped",
	  .given = { .huge = true, .exclusive = 1, .extra_refs = 1 },
	  .expect = MIGRATING },
	{ "pinned_pmd_that_is_not_exclusive_is_unmapped",
	  .given = { .huge = true, .gup_pins = 1 },
	  .expect = MIGRATING },
	{ "shared_pmd_is_unmapped_from_both_spaces",
	  .given = { .maps = MAPS_SHARED_ANON, .huge = true,
		     .pte = { .dirty = 1 } },
	  .expect = MIGRATING },
};

/* contract 10.4, 10.12: a PMD that may be pinned while exclusive stays. */
static const struct sibling_case pinned_huge_pages[] = {
	{ "exclusive_pmd",
	  .given = { .huge = true, .exclusive = 1, .gup_pins = 1 },
	  .expect = KEPT },
	{ "writable_dirty_young_pmd",
	  .given = { .huge = true, .exclusive = 1, .gup_pins = 2,
		     .pte = { .write = 1, .dirty = 1, .young = 1 } },
	  .expect = KEPT },
	{ "soft_dirty_pmd",
	  .when = { .needs = NEEDS_SOFT_DIRTY },
	  .given = { .huge = true, .exclusive = 1, .gup_pins = 1,
		     .pte = { .write = 1, .soft_dirty = 1 } },
	  .expect = KEPT },
	{ "uffd_wp_pmd",
	  .when = { .needs = NEEDS_UFFD_WP },
	  .given = { .huge = true, .exclusive = 1, .gup_pins = 1,
		     .pte = { .uffd = 1 } },
	  .expect = KEPT },
};

MM_KUNIT_ROWS(huge_pages);
MM_KUNIT_ROWS(pinned_huge_pages);

static void run_whole(struct kunit *test)
{
	static const struct rmap_run run = { unit_rmap_try_to_migrate };
	const struct sibling_case *row = test->param_value;

	begin_whole_pmd_row(test, row->name, &row->when);
	rmap_run_row(test, &run);
}

/* Test that a PMD becomes one migration entry with the same bits. */
static void huge_page(struct kunit *test)
{
	run_whole(test);
}

/* Test that a pinned huge page keeps its PMD, to the bit. */
static void pinned_huge_page(struct kunit *test)
{
	run_whole(test);
}

/* contract 10.14: each PTE of a folio is cleared, and flushed, as its own. */
static const struct by_page_case huge_pages_by_page[] = {
	{ "exclusive_writable_dirty_folio",
	  .given = { .huge = true, .exclusive = 1,
		     .pte = { .write = 1, .dirty = 1 } } },
	{ "folio_that_is_not_exclusive", .given = { .huge = true } },
	{ "folio_half_of_which_is_exclusive",
	  .given = { .huge = true, .exclusive = 1 }, .mixed = true },
	{ "folio_whose_beginning_was_unmapped",
	  .given = { .huge = true, .exclusive = 1, .pte = { .write = 1 } },
	  .first = 3 },
};

MM_KUNIT_ROWS(huge_pages_by_page);

/* Test that a folio that is mapped by many PTEs loses and gets all of them. */
static void huge_page_by_page(struct kunit *test)
{
	const struct by_page_case *row = test->param_value;

	begin_whole_pmd_row(test, row->name, &row->when);
	rmap_run_by_page(test, row);
}

/* try_to_migrate(), a PMD at a time. */
static struct kunit_case rmap_huge_cases[] = {
	KUNIT_CASE_PARAM(huge_page, huge_pages_gen_params),
	KUNIT_CASE_PARAM(huge_page_by_page, huge_pages_by_page_gen_params),
	KUNIT_CASE_PARAM(pinned_huge_page, pinned_huge_pages_gen_params),
	{}
};

static struct kunit_suite rmap_huge_suite = {
	.name = "rmap_huge",
	.init = sibling_scene_init,
	.exit = sibling_scene_exit,
	.test_cases = rmap_huge_cases,
};

kunit_test_suite(rmap_huge_suite);
