// SPDX-License-Identifier: GPL-2.0
/*
 * try_to_unmap(), as reclaim calls it: the mappings of a page become swap
 * entries or go altogether, flushed at once or in a batch. The swap slot is
 * played (lib/mm_kunit/interpose_reclaim.h).
 */
#include "mm_kunit/trial.h"
#include "rmap_run.h"

/* contract 10.21: the entry keeps what a swap entry has room for. */
static const struct sibling_case swapped_pages[] = {
	{ "exclusive_writable_dirty_page_moves_dirty_to_the_folio",
	  .when = { .needs = NEEDS_SWAP },
	  .given = { .pte = { .write = 1, .dirty = 1, .young = 1 },
		     .exclusive = 1, .swap_cache = 1 },
	  .expect = SWAPPED },
	{ "exclusive_clean_page_gets_an_exclusive_entry",
	  .when = { .needs = NEEDS_SWAP },
	  .given = { .exclusive = 1, .swap_cache = 1 },
	  .expect = SWAPPED },
	{ "page_that_is_not_exclusive_gets_an_entry_that_is_not",
	  .when = { .needs = NEEDS_SWAP },
	  .given = { .pte = { .dirty = 1 }, .swap_cache = 1 },
	  .expect = SWAPPED },
	{ "shared_page_is_unmapped_from_both_spaces",
	  .when = { .needs = NEEDS_SWAP },
	  .given = { .maps = MAPS_SHARED_ANON, .swap_cache = 1 },
	  .expect = SWAPPED },
	{ "soft_dirty_page_keeps_soft_dirty",
	  .when = { .needs = NEEDS_SOFT_DIRTY },
	  .given = { .pte = { .soft_dirty = 1 }, .exclusive = 1,
		     .swap_cache = 1 },
	  .expect = SWAPPED },
	{ "uffd_wp_page_keeps_uffd_wp",
	  .when = { .needs = NEEDS_UFFD_WP },
	  .given = { .pte = { .uffd = 1 }, .exclusive = 1, .swap_cache = 1 },
	  .expect = SWAPPED },
	{ "page_with_an_extra_reference_is_unmapped",
	  .when = { .needs = NEEDS_SWAP },
	  .given = { .exclusive = 1, .swap_cache = 1, .extra_refs = 1 },
	  .expect = SWAPPED },
	{ "pinned_page_that_is_not_exclusive_is_unmapped",
	  .when = { .needs = NEEDS_SWAP },
	  .given = { .swap_cache = 1, .gup_pins = 1 },
	  .expect = SWAPPED },
};

/* contract 10.22: a page that may be pinned while exclusive stays mapped. */
static const struct sibling_case pinned_pages[] = {
	{ "exclusive_page",
	  .when = { .needs = NEEDS_SWAP },
	  .given = { .exclusive = 1, .swap_cache = 1, .gup_pins = 1 },
	  .expect = KEPT },
	{ "writable_dirty_young_page",
	  .when = { .needs = NEEDS_SWAP },
	  .given = { .pte = { .write = 1, .dirty = 1, .young = 1 },
		     .exclusive = 1, .swap_cache = 1, .gup_pins = 1 },
	  .expect = KEPT },
	{ "soft_dirty_page",
	  .when = { .needs = NEEDS_SOFT_DIRTY },
	  .given = { .pte = { .soft_dirty = 1 }, .exclusive = 1,
		     .swap_cache = 1, .gup_pins = 1 },
	  .expect = KEPT },
	{ "uffd_wp_page",
	  .when = { .needs = NEEDS_UFFD_WP },
	  .given = { .pte = { .uffd = 1 }, .exclusive = 1, .swap_cache = 1,
		     .gup_pins = 1 },
	  .expect = KEPT },
};

/* contract 10.23: without room for one more entry, the page stays mapped. */
static const struct sibling_case full_slots[] = {
	{ "exclusive_writable_dirty_page",
	  .when = { .needs = NEEDS_SWAP },
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1,
		     .swap_cache = 1 },
	  .expect = KEPT },
	{ "shared_page",
	  .when = { .needs = NEEDS_SWAP },
	  .given = { .maps = MAPS_SHARED_ANON, .swap_cache = 1 },
	  .expect = KEPT },
};

/*
 * contract 10.24: a lazyfree page goes unless somebody may still want it. It
 * has been isolated: the list that it is on would be another when it is kept.
 */
static const struct sibling_case lazyfree_pages[] = {
	{ "clean_page_is_dropped",
	  .given = { .exclusive = 1, .lazyfree = 1, .off_lru = 1 },
	  .expect = GONE },
	{ "page_that_was_read_is_dropped",
	  .given = { .pte = { .young = 1 }, .exclusive = 1,
		     .lazyfree = 1, .off_lru = 1 },
	  .expect = GONE },
	{ "shared_clean_page_is_dropped_from_both_spaces",
	  .given = { .maps = MAPS_SHARED_ANON, .lazyfree = 1, .off_lru = 1 },
	  .expect = GONE },
	{ "page_that_was_written_to_again_is_kept",
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1,
		     .lazyfree = 1, .off_lru = 1 },
	  .expect = KEPT_DIRTIED },
	{ "page_whose_folio_is_dirty_is_kept",
	  .given = { .exclusive = 1, .lazyfree = 1, .off_lru = 1, .dirty = 1 },
	  .expect = KEPT_DIRTIED },
	{ "shared_page_that_was_written_to_is_kept_in_both_spaces",
	  .given = { .maps = MAPS_SHARED_ANON, .dirty = 1,
		     .lazyfree = 1, .off_lru = 1 },
	  .expect = KEPT_DIRTIED },
	{ "page_with_an_extra_reference_is_kept",
	  .given = { .exclusive = 1, .extra_refs = 1,
		     .lazyfree = 1, .off_lru = 1 },
	  .expect = KEPT_LAZY },
	{ "pinned_page_is_kept",
	  .given = { .pte = { .write = 1 }, .exclusive = 1, .gup_pins = 1,
		     .lazyfree = 1, .off_lru = 1 },
	  .expect = KEPT_LAZY },
};

/* contract 10.25: the mapping of a file goes, its dirty bit does not. */
static const struct sibling_case file_pages[] = {
	{ "shared_writable_dirty_page_moves_dirty_to_the_folio",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE,
		     .pte = { .write = 1, .dirty = 1 } },
	  .expect = GONE },
	{ "shared_clean_page_stays_clean",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE, .pte = { .young = 1 } },
	  .expect = GONE },
	{ "private_read_only_page_is_unmapped",
	  .mapping = MAPPING_SHMEM_PRIVATE,
	  .given = { .maps = MAPS_FILE_PAGE },
	  .expect = GONE },
	{ "page_with_an_extra_reference_is_unmapped",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE, .extra_refs = 1 },
	  .expect = GONE },
};

/* contract 10.26: mlock holds a page unless that is to be ignored. */
static const struct sibling_case mlocked_pages[] = {
	{ "page_in_the_swap_cache_is_kept",
	  .when = { .needs = NEEDS_SWAP },
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1,
		     .mlocked = 1, .swap_cache = 1 },
	  .expect = KEPT },
	{ "file_page_is_kept",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE, .mlocked = 1 },
	  .expect = KEPT },
	{ "page_in_the_swap_cache_is_unmapped_with_ignore_mlock",
	  .when = { .needs = NEEDS_SWAP },
	  .given = { .exclusive = 1, .mlocked = 1, .swap_cache = 1 },
	  .flags = TTU_IGNORE_MLOCK,
	  .expect = SWAPPED },
	{ "file_page_is_unmapped_with_ignore_mlock",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE, .mlocked = 1 },
	  .flags = TTU_IGNORE_MLOCK,
	  .expect = GONE },
};

MM_KUNIT_ROWS(swapped_pages);
MM_KUNIT_ROWS(pinned_pages);
MM_KUNIT_ROWS(full_slots);
MM_KUNIT_ROWS(lazyfree_pages);
MM_KUNIT_ROWS(file_pages);
MM_KUNIT_ROWS(mlocked_pages);

/* Entries made are references on the slot, for each one that is there. */
static void expect_slot_count(struct kunit *test)
{
	const struct sibling_scene *scene = test->priv;
	const struct sibling_case *row = test->param_value;
	long entries = 0;

	if (row->expect == SWAPPED)
		entries = scene->given.folio.mapcount;
	mm_kunit_expect_equal(test, (long)mm_kunit_count(EV_DUP_SWAP) -
			      mm_kunit_count(EV_PUT_SWAP), entries,
			      "references on the swap slot");
}

static void at_once(struct kunit *test)
{
	static const struct rmap_run run = { unit_rmap_try_to_unmap };

	rmap_run_row(test, &run);
	expect_slot_count(test);
}

static void in_batch(struct kunit *test)
{
	static const struct rmap_run run = {
		unit_rmap_try_to_unmap, TTU_BATCH_FLUSH,
	};

	rmap_run_row(test, &run);
	expect_slot_count(test);
}

/* Test that each mapping becomes an entry of the folio's swap slot. */
static void swapped_page(struct kunit *test)
{
	at_once(test);
}

/* Test that it does so too where the flush is left to a batch. */
static void swapped_page_in_a_batch(struct kunit *test)
{
	in_batch(test);
}

/* Test that a pinned page keeps its mapping and takes no swap entry. */
static void pinned_page(struct kunit *test)
{
	at_once(test);
}

/* Test that a batch does not take a pinned page's mapping either. */
static void pinned_page_in_a_batch(struct kunit *test)
{
	in_batch(test);
}

/* Test that a page is mapped as before if its slot takes no more entries. */
static void full_slot(struct kunit *test)
{
	static const struct rmap_run run = {
		.unmap = unit_rmap_try_to_unmap, .failing = EV_DUP_SWAP,
	};

	rmap_run_row(test, &run);
}

/* Test that a lazyfree page goes if it is clean and nobody else's. */
static void lazyfree_page(struct kunit *test)
{
	at_once(test);
}

/* Test that it does so too where the flush is left to a batch. */
static void lazyfree_page_in_a_batch(struct kunit *test)
{
	in_batch(test);
}

/* Test that nothing but the mapping of a file page goes. */
static void file_page(struct kunit *test)
{
	at_once(test);
}

/* Test that it does so too where the flush is left to a batch. */
static void file_page_in_a_batch(struct kunit *test)
{
	in_batch(test);
}

/* Test that memory that is locked stays, and goes if it has to. */
static void mlocked_page(struct kunit *test)
{
	at_once(test);
}

/* try_to_unmap(), page by page. */
static struct kunit_case rmap_unmap_cases[] = {
	KUNIT_CASE_PARAM(swapped_page, swapped_pages_gen_params),
	KUNIT_CASE_PARAM(swapped_page_in_a_batch, swapped_pages_gen_params),
	KUNIT_CASE_PARAM(pinned_page, pinned_pages_gen_params),
	KUNIT_CASE_PARAM(pinned_page_in_a_batch, pinned_pages_gen_params),
	KUNIT_CASE_PARAM(full_slot, full_slots_gen_params),
	KUNIT_CASE_PARAM(lazyfree_page, lazyfree_pages_gen_params),
	KUNIT_CASE_PARAM(lazyfree_page_in_a_batch, lazyfree_pages_gen_params),
	KUNIT_CASE_PARAM(file_page, file_pages_gen_params),
	KUNIT_CASE_PARAM(file_page_in_a_batch, file_pages_gen_params),
	KUNIT_CASE_PARAM(mlocked_page, mlocked_pages_gen_params),
	{}
};

static struct kunit_suite rmap_unmap_suite = {
	.name = "rmap_unmap",
	.init = sibling_scene_init,
	.exit = sibling_scene_exit,
	.test_cases = rmap_unmap_cases,
};

kunit_test_suite(rmap_unmap_suite);
