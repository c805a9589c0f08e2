// SPDX-License-Identifier: GPL-2.0
/*
 * try_to_migrate(): the mappings of a page become migration entries, flushed
 * at once or in a batch.
 */
#include "rmap_run.h"

/* contract 10.11: the entry keeps every bit of the PTE. */
static const struct sibling_case anon_pages[] = {
	{ "exclusive_writable_dirty_young_page_keeps_all_bits",
	  .given = { .pte = { .write = 1, .dirty = 1, .young = 1 },
		     .exclusive = 1 },
	  .expect = MIGRATING },
	{ "exclusive_writable_clean_page_stays_clean",
	  .given = { .pte = { .write = 1 }, .exclusive = 1 },
	  .expect = MIGRATING },
	{ "exclusive_read_only_page_gets_an_exclusive_entry",
	  .given = { .exclusive = 1 },
	  .expect = MIGRATING },
	{ "not_exclusive_page_gets_a_readable_entry",
	  .given = { .pte = { .young = 1 } },
	  .expect = MIGRATING },
	{ "not_exclusive_dirty_page_moves_dirty_to_the_folio",
	  .given = { .pte = { .dirty = 1 } },
	  .expect = MIGRATING },
	{ "shared_page_is_unmapped_from_both_spaces",
	  .given = { .maps = MAPS_SHARED_ANON, .pte = { .dirty = 1 } },
	  .expect = MIGRATING },
	{ "soft_dirty_page_keeps_soft_dirty",
	  .when = { .needs = NEEDS_SOFT_DIRTY },
	  .given = { .pte = { .soft_dirty = 1 }, .exclusive = 1 },
	  .expect = MIGRATING },
	{ "uffd_wp_page_keeps_uffd_wp",
	  .when = { .needs = NEEDS_UFFD_WP },
	  .given = { .pte = { .uffd = 1 }, .exclusive = 1 },
	  .expect = MIGRATING },
	{ "page_that_nobody_may_touch_gets_an_exclusive_entry",
	  .given = { .pte = { .no_access = 1, .dirty = 1 }, .exclusive = 1 },
	  .expect = MIGRATING },
	{ "page_whose_accesses_userfaultfd_hears_of_keeps_its_bit",
	  .when = { .needs = NEEDS_UFFD_RWP },
	  .given = { .pte = { .no_access = 1, .uffd = 1 }, .exclusive = 1 },
	  .expect = MIGRATING },
	{ "page_in_the_swap_cache_gets_a_migration_entry_too",
	  .when = { .needs = NEEDS_SWAP },
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1,
		     .swap_cache = 1 },
	  .expect = MIGRATING },
	{ "lazyfree_page_gets_a_migration_entry_too",
	  .given = { .exclusive = 1, .lazyfree = 1 },
	  .expect = MIGRATING },
};

/* contract 10.11: the same holds for pages of a file. */
static const struct sibling_case file_pages[] = {
	{ "shared_writable_dirty_page_moves_dirty_to_the_folio",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE,
		     .pte = { .write = 1, .dirty = 1, .young = 1 } },
	  .expect = MIGRATING },
	{ "writable_page_of_two_processes_is_unmapped_from_both",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_SHARED_FILE_PAGE, .pte = { .write = 1 } },
	  .expect = MIGRATING },
	{ "shared_read_only_page_gets_a_readable_entry",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE, .pte = { .young = 1 } },
	  .expect = MIGRATING },
	{ "private_read_only_page_gets_a_readable_entry",
	  .mapping = MAPPING_SHMEM_PRIVATE,
	  .given = { .maps = MAPS_FILE_PAGE },
	  .expect = MIGRATING },
	{ "private_copy_gets_an_exclusive_entry",
	  .mapping = MAPPING_SHMEM_PRIVATE,
	  .given = { .exclusive = 1 },
	  .expect = MIGRATING },
};

/* contract 10.12: a page that may be pinned while exclusive stays mapped. */
static const struct sibling_case pinned_pages[] = {
	{ "exclusive_page",
	  .given = { .exclusive = 1, .gup_pins = 1 },
	  .expect = KEPT },
	{ "writable_dirty_young_page",
	  .given = { .pte = { .write = 1, .dirty = 1, .young = 1 },
		     .exclusive = 1, .gup_pins = 2 },
	  .expect = KEPT },
	{ "soft_dirty_page",
	  .when = { .needs = NEEDS_SOFT_DIRTY },
	  .given = { .pte = { .write = 1, .soft_dirty = 1 }, .exclusive = 1,
		     .gup_pins = 1 },
	  .expect = KEPT },
	{ "uffd_wp_page",
	  .when = { .needs = NEEDS_UFFD_WP },
	  .given = { .pte = { .uffd = 1 }, .exclusive = 1, .gup_pins = 1 },
	  .expect = KEPT },
	{ "mlocked_page",
	  .given = { .exclusive = 1, .mlocked = 1, .gup_pins = 1 },
	  .expect = KEPT },
};

/* contract 10.13: neither mlock nor references that are no pins hold it. */
static const struct sibling_case held_pages[] = {
	{ "mlocked_page_is_unmapped_and_munlocked",
	  .given = { .exclusive = 1, .mlocked = 1 },
	  .expect = MIGRATING },
	{ "mlocked_page_that_a_fork_shares_is_munlocked",
	  .given = { .maps = MAPS_SHARED_ANON, .mlocked = 1 },
	  .expect = MIGRATING },
	{ "page_with_an_extra_reference_is_unmapped",
	  .given = { .exclusive = 1, .extra_refs = 1 },
	  .expect = MIGRATING },
	{ "pinned_page_that_is_not_exclusive_is_unmapped",
	  .given = { .gup_pins = 1 },
	  .expect = MIGRATING },
	{ "pinned_page_that_is_shared_is_unmapped_from_both_spaces",
	  .given = { .maps = MAPS_SHARED_ANON, .gup_pins = 1 },
	  .expect = MIGRATING },
};

MM_KUNIT_ROWS(anon_pages);
MM_KUNIT_ROWS(file_pages);
MM_KUNIT_ROWS(pinned_pages);
MM_KUNIT_ROWS(held_pages);

static void at_once(struct kunit *test)
{
	static const struct rmap_run run = { unit_rmap_try_to_migrate };

	rmap_run_row(test, &run);
}

static void in_batch(struct kunit *test)
{
	static const struct mm_kunit_when batching = { KERNEL(6, 3) };
	static const struct rmap_run run = {
		unit_rmap_try_to_migrate, TTU_BATCH_FLUSH,
	};
	const struct sibling_case *row = test->param_value;

	mm_kunit_row_begin(test, row->name, &batching);
	rmap_run_row(test, &run);
}

/* Test that each mapping becomes a migration entry with the same bits. */
static void anon_page(struct kunit *test)
{
	at_once(test);
}

/* Test that it does so too where the flush is left to a batch. */
static void anon_page_in_a_batch(struct kunit *test)
{
	in_batch(test);
}

/* Test that mappings of a file become migration entries likewise. */
static void file_page(struct kunit *test)
{
	at_once(test);
}

/* Test that they do so too where the flush is left to a batch. */
static void file_page_in_a_batch(struct kunit *test)
{
	in_batch(test);
}

/* Test that a pinned page keeps its mapping, to the bit. */
static void pinned_page(struct kunit *test)
{
	at_once(test);
}

/* Test that a batch does not take a pinned page's mapping either. */
static void pinned_page_in_a_batch(struct kunit *test)
{
	in_batch(test);
}

/* Test that only a pin of an exclusive page stops it. */
static void held_page(struct kunit *test)
{
	at_once(test);
}

/* try_to_migrate(), page by page. */
static struct kunit_case rmap_migrate_cases[] = {
	KUNIT_CASE_PARAM(anon_page, anon_pages_gen_params),
	KUNIT_CASE_PARAM(anon_page_in_a_batch, anon_pages_gen_params),
	KUNIT_CASE_PARAM(file_page, file_pages_gen_params),
	KUNIT_CASE_PARAM(file_page_in_a_batch, file_pages_gen_params),
	KUNIT_CASE_PARAM(pinned_page, pinned_pages_gen_params),
	KUNIT_CASE_PARAM(pinned_page_in_a_batch, pinned_pages_gen_params),
	KUNIT_CASE_PARAM(held_page, held_pages_gen_params),
	{}
};

static struct kunit_suite rmap_migrate_suite = {
	.name = "rmap_migrate",
	.init = sibling_scene_init,
	.exit = sibling_scene_exit,
	.test_cases = rmap_migrate_cases,
};

kunit_test_suite(rmap_migrate_suite);
