// SPDX-License-Identifier: GPL-2.0
/*
 * migrate_vma_setup(), _pages() and _finalize() in a row, as a driver calls
 * them: a page arrives at its destination, or is back as it was.
 */
#include "migrate_known_issues.h"
#include "migrate_outcome.h"

/* contract 4.1 and 4.12: a page given a destination arrives there with all its bits. */
static const struct migrate_case moved_pages[] = {
	{ "exclusive_writable_dirty_page",
	  .given = { .pte = { .write = 1, .dirty = 1, .young = 1 },
		     .exclusive = 1 },
	  .expect = { MIGRATED, MIGRATE_PFN_WRITE } },
	{ "exclusive_writable_clean_page",
	  .given = { .pte = { .write = 1 }, .exclusive = 1 },
	  .expect = { MIGRATED, MIGRATE_PFN_WRITE } },
	{ "exclusive_read_only_page",
	  .given = { .exclusive = 1 },
	  .expect = { MIGRATED } },
	{ "not_exclusive_page",
	  .given = { .pte = { .young = 1 } },
	  .expect = { MIGRATED } },
	{ "shared_page_moves_in_both_spaces",
	  .given = { .maps = MAPS_SHARED_ANON },
	  .expect = { MIGRATED } },
	{ "dirty_folio",
	  .given = { .exclusive = 1, .dirty = 1 },
	  .expect = { MIGRATED } },
	{ "mlocked_page_stays_mlocked",
	  .given = { .exclusive = 1, .mlocked = 1 },
	  .expect = { MIGRATED } },
	{ "soft_dirty_page",
	  .when = { .needs = NEEDS_SOFT_DIRTY },
	  .given = { .pte = { .soft_dirty = 1 }, .exclusive = 1 },
	  .expect = { MIGRATED } },
	{ "uffd_wp_page",
	  .when = { .needs = NEEDS_UFFD_WP },
	  .given = { .pte = { .uffd = 1 }, .exclusive = 1 },
	  .expect = { MIGRATED } },
	{ "lazyfree_page_that_was_written_again",
	  .given = { .pte = { .dirty = 1 }, .exclusive = 1, .lazyfree = 1 },
	  .expect = { MIGRATED } },
	{ "dirty_page_that_nobody_may_touch",
	  .given = { .pte = { .no_access = 1, .dirty = 1 }, .exclusive = 1 },
	  .expect = { MIGRATED } },
	{ "page_whose_accesses_userfaultfd_hears_of",
	  .when = { .needs = NEEDS_UFFD_RWP },
	  .given = { .pte = { .no_access = 1, .uffd = 1 }, .exclusive = 1 },
	  .expect = { MIGRATED } },
};

/* contract 4.2 and 4.12: a page without a destination is back as it was. */
static const struct migrate_case aborted_pages[] = {
	{ "exclusive_writable_dirty_page",
	  .given = { .pte = { .write = 1, .dirty = 1, .young = 1 },
		     .exclusive = 1 },
	  .expect = { RESTORED, MIGRATE_PFN_WRITE } },
	{ "exclusive_read_only_page",
	  .given = { .pte = { .young = 1 }, .exclusive = 1 },
	  .expect = { RESTORED } },
	{ "not_exclusive_page",
	  .given = {},
	  .expect = { RESTORED } },
	{ "mlocked_page_stays_mlocked",
	  .given = { .exclusive = 1, .mlocked = 1 },
	  .expect = { RESTORED } },
	{ "shared_page",
	  .given = { .maps = MAPS_SHARED_ANON, .pte = { .dirty = 1 } },
	  .expect = { RESTORED } },
	{ "dirty_page_does_not_become_soft_dirty",
	  .when = { .needs = NEEDS_SOFT_DIRTY,
		    .known_issue = &spurious_soft_dirty },
	  .given = { .pte = { .dirty = 1 }, .exclusive = 1 },
	  .expect = { RESTORED } },
	{ "soft_dirty_page",
	  .when = { .needs = NEEDS_SOFT_DIRTY },
	  .given = { .pte = { .soft_dirty = 1 }, .exclusive = 1 },
	  .expect = { RESTORED } },
	{ "uffd_wp_page",
	  .when = { .needs = NEEDS_UFFD_WP },
	  .given = { .pte = { .uffd = 1 }, .exclusive = 1 },
	  .expect = { RESTORED } },
	{ "young_page_that_nobody_may_touch",
	  .given = { .pte = { .no_access = 1, .young = 1 }, .exclusive = 1 },
	  .expect = { RESTORED } },
	{ "page_whose_accesses_userfaultfd_hears_of",
	  .when = { .needs = NEEDS_UFFD_RWP },
	  .given = { .pte = { .no_access = 1, .uffd = 1 }, .exclusive = 1 },
	  .expect = { RESTORED } },
};

/* contract 4.1: the same holds for pages of a file. */
static const struct migrate_case moved_file_pages[] = {
	{ "shared_writable_dirty_page",
	  .when = { .known_issue = &freed_with_mapping },
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE,
		     .pte = { .write = 1, .dirty = 1, .young = 1 } },
	  .expect = { MIGRATED, MIGRATE_PFN_WRITE } },
	{ "shared_writable_clean_page_of_a_dirty_folio",
	  .when = { .known_issue = &freed_with_mapping },
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE, .pte = { .write = 1 },
		     .dirty = 1 },
	  .expect = { MIGRATED, MIGRATE_PFN_WRITE } },
	{ "writable_page_of_two_processes",
	  .when = { .known_issue = &freed_with_mapping },
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_SHARED_FILE_PAGE, .pte = { .write = 1 } },
	  .expect = { MIGRATED, MIGRATE_PFN_WRITE } },
	{ "private_read_only_page",
	  .when = { .known_issue = &freed_with_mapping },
	  .mapping = MAPPING_SHMEM_PRIVATE,
	  .given = { .maps = MAPS_FILE_PAGE, .pte = { .young = 1 } },
	  .expect = { MIGRATED } },
	{ "private_copy",
	  .mapping = MAPPING_SHMEM_PRIVATE,
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 },
	  .expect = { MIGRATED, MIGRATE_PFN_WRITE } },
};

/* contract 4.2: without a destination it is back as it was, too. */
static const struct migrate_case aborted_file_pages[] = {
	{ "shared_writable_dirty_page",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE,
		     .pte = { .write = 1, .dirty = 1, .young = 1 } },
	  .expect = { RESTORED, MIGRATE_PFN_WRITE } },
	{ "writable_page_of_two_processes",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_SHARED_FILE_PAGE, .pte = { .write = 1 } },
	  .expect = { RESTORED, MIGRATE_PFN_WRITE } },
	{ "shared_writable_clean_page",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE, .pte = { .write = 1 } },
	  .expect = { RESTORED, MIGRATE_PFN_WRITE } },
	{ "private_read_only_page",
	  .mapping = MAPPING_SHMEM_PRIVATE,
	  .given = { .maps = MAPS_FILE_PAGE },
	  .expect = { RESTORED } },
	{ "private_copy",
	  .mapping = MAPPING_SHMEM_PRIVATE,
	  .given = { .pte = { .write = 1 }, .exclusive = 1 },
	  .expect = { RESTORED, MIGRATE_PFN_WRITE } },
};

/* contract 4.3: a destination fills an address that held no page. */
static const struct migrate_case filled_addresses[] = {
	{ "hole", .given = { MAPS_HOLE }, .expect = { POPULATED } },
	{ "hole_without_a_page_table",
	  .given = { MAPS_NO_TABLE }, .expect = { POPULATED } },
	{ "zero_page",
	  .given = { MAPS_ZERO_PAGE }, .expect = { POPULATED } },
};

MM_KUNIT_ROWS(moved_pages);
MM_KUNIT_ROWS(aborted_pages);
MM_KUNIT_ROWS(moved_file_pages);
MM_KUNIT_ROWS(aborted_file_pages);
MM_KUNIT_ROWS(filled_addresses);

static void round_trip(struct kunit *test, bool with_destination)
{
	struct migrate_scene *scene = build_case(test);
	const struct migrate_case *row = test->param_value;

	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	if (with_destination)
		give_destination(scene, 0);
	run_pages(scene);
	run_finalize(scene);
	expect_outcome(scene, 0, &row->expect);
}

/* Test that a migration that goes through loses nothing. */
static void moved_page(struct kunit *test)
{
	round_trip(test, true);
}

/* Test that a migration that the driver gives up loses nothing. */
static void aborted_page(struct kunit *test)
{
	round_trip(test, false);
}

/* Test that a page of a file loses nothing on its way. */
static void moved_file_page(struct kunit *test)
{
	round_trip(test, true);
}

/* Test that a page of a file that stays loses nothing. */
static void aborted_file_page(struct kunit *test)
{
	round_trip(test, false);
}

/* Test that a page can be put where there was none. */
static void filled_address(struct kunit *test)
{
	round_trip(test, true);
}

/* All three phases, page by page. */
#define ROUND_TRIP_CASES \
	KUNIT_CASE_PARAM(moved_page, moved_pages_gen_params), \
	KUNIT_CASE_PARAM(aborted_page, aborted_pages_gen_params), \
	KUNIT_CASE_PARAM(moved_file_page, moved_file_pages_gen_params), \
	KUNIT_CASE_PARAM(aborted_file_page, aborted_file_pages_gen_params), \
	KUNIT_CASE_PARAM(filled_address, filled_addresses_gen_params), \
	{}

static struct kunit_case round_trip_cases[] = { ROUND_TRIP_CASES };

static struct kunit_suite round_trip_suite = {
	.name = "migrate_device_round_trip",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = round_trip_cases,
};

kunit_test_suite(round_trip_suite);

#ifdef CONFIG_DEVICE_MIGRATION
static struct kunit_case kernel_round_trip_cases[] = { ROUND_TRIP_CASES };

static struct kunit_suite kernel_round_trip_suite = {
	.name = "migrate_device_round_trip_kernel",
	.init = migrate_scene_init_kernel,
	.exit = migrate_scene_exit,
	.test_cases = kernel_round_trip_cases,
};

kunit_test_suite(kernel_round_trip_suite);
#endif
