// SPDX-License-Identifier: GPL-2.0
/*
 * migrate_vma_setup(): which pages it takes, which it leaves alone, and in
 * what state it hands either of them out.
 */
#include "migrate_outcome.h"

/* contract 2.3: a page that is taken keeps every bit of its PTE. */
static const struct migrate_case taken_pages[] = {
	{ "exclusive_writable_dirty_young_page_keeps_all_bits",
	  .given = { .pte = { .write = 1, .dirty = 1, .young = 1 },
		     .exclusive = 1 },
	  .expect = { SELECTED, MIGRATE_PFN_WRITE } },
	{ "exclusive_writable_clean_page_stays_clean",
	  .given = { .pte = { .write = 1, .young = 1 }, .exclusive = 1 },
	  .expect = { SELECTED, MIGRATE_PFN_WRITE } },
	{ "exclusive_read_only_page_gets_an_exclusive_entry",
	  .given = { .exclusive = 1 },
	  .expect = { SELECTED } },
	{ "exclusive_read_only_dirty_page_moves_dirty_to_the_folio",
	  .given = { .pte = { .dirty = 1 }, .exclusive = 1 },
	  .expect = { SELECTED } },
	{ "not_exclusive_page_gets_a_readable_entry",
	  .given = { .pte = { .young = 1 } },
	  .expect = { SELECTED } },
	{ "not_exclusive_dirty_page_moves_dirty_to_the_folio",
	  .given = { .pte = { .dirty = 1 } },
	  .expect = { SELECTED } },
	{ "shared_page_is_unmapped_from_both_spaces",
	  .given = { .maps = MAPS_SHARED_ANON, .pte = { .young = 1 } },
	  .expect = { SELECTED } },
	{ "dirty_folio_under_a_clean_pte_stays_dirty",
	  .given = { .exclusive = 1, .dirty = 1 },
	  .expect = { SELECTED } },
	{ "page_in_an_lru_batch_is_taken",
	  .given = { .exclusive = 1, .in_lru_batch = 1 },
	  .expect = { SELECTED } },
	{ "soft_dirty_page_keeps_soft_dirty",
	  .when = { .needs = NEEDS_SOFT_DIRTY },
	  .given = { .pte = { .soft_dirty = 1 }, .exclusive = 1 },
	  .expect = { SELECTED } },
	{ "uffd_wp_page_keeps_uffd_wp",
	  .when = { .needs = NEEDS_UFFD_WP },
	  .given = { .pte = { .uffd = 1 }, .exclusive = 1 },
	  .expect = { SELECTED } },
};

/* contract 2.3: the same holds for pages of a file. */
static const struct migrate_case taken_file_pages[] = {
	{ "shared_writable_dirty_page_moves_dirty_to_the_folio",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE,
		     .pte = { .write = 1, .dirty = 1, .young = 1 } },
	  .expect = { SELECTED, MIGRATE_PFN_WRITE } },
	{ "shared_writable_clean_page_stays_clean",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE, .pte = { .write = 1 } },
	  .expect = { SELECTED, MIGRATE_PFN_WRITE } },
	{ "shared_read_only_page_gets_a_readable_entry",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE, .pte = { .young = 1 } },
	  .expect = { SELECTED } },
	{ "shared_dirty_folio_stays_dirty",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE, .dirty = 1 },
	  .expect = { SELECTED } },
	{ "shared_page_that_is_mapped_to_disk_is_not_exclusive",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE, .pte = { .young = 1 },
		     .mapped_to_disk = 1 },
	  .expect = { SELECTED } },
	{ "shared_page_with_private_data_is_taken",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE, .pte = { .write = 1 },
		     .private_data = 1 },
	  .expect = { SELECTED, MIGRATE_PFN_WRITE } },
	{ "private_read_only_page_gets_a_readable_entry",
	  .mapping = MAPPING_SHMEM_PRIVATE,
	  .given = { .maps = MAPS_FILE_PAGE },
	  .expect = { SELECTED } },
	{ "private_copy_keeps_all_bits",
	  .mapping = MAPPING_SHMEM_PRIVATE,
	  .given = { .pte = { .write = 1, .dirty = 1, .young = 1 },
		     .exclusive = 1 },
	  .expect = { SELECTED, MIGRATE_PFN_WRITE } },
	{ "private_copy_that_a_fork_shares_is_unmapped_from_both",
	  .mapping = MAPPING_SHMEM_PRIVATE,
	  .given = { .maps = MAPS_SHARED_ANON },
	  .expect = { SELECTED } },
};

/* contract 2.4: what is locked or pinned, collect leaves as it was found. */
static const struct migrate_case passed_over_pages[] = {
	{ "locked_page_is_left_alone",
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1,
		     .locked = 1 },
	  .expect = { SKIPPED } },
	{ "gup_pinned_exclusive_page_is_left_alone",
	  .given = { .exclusive = 1, .gup_pins = 1 },
	  .expect = { SKIPPED } },
	{ "gup_pinned_writable_dirty_page_is_left_alone",
	  .given = { .pte = { .write = 1, .dirty = 1, .young = 1 },
		     .exclusive = 1, .gup_pins = 2 },
	  .expect = { SKIPPED } },
	{ "locked_file_page_is_left_alone",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE,
		     .pte = { .write = 1, .dirty = 1 }, .locked = 1 },
	  .expect = { SKIPPED } },
	{ "page_that_another_migrates_is_left_alone",
	  .given = { .maps = MAPS_MIGRATION_ENTRY, .exclusive = 1 },
	  .expect = { SKIPPED } },
};

/* contract 2.4: what else may be in use, unmap maps again. */
static const struct migrate_case refused_pages[] = {
	{ "gup_pinned_page_that_is_not_exclusive_is_mapped_again",
	  .given = { .pte = { .young = 1 }, .gup_pins = 1 },
	  .expect = { RESTORED } },
	{ "exclusive_page_with_an_extra_reference_is_mapped_again",
	  .given = { .pte = { .write = 1, .dirty = 1, .young = 1 },
		     .exclusive = 1, .extra_refs = 1 },
	  .expect = { RESTORED } },
	{ "read_only_exclusive_page_with_an_extra_reference_stays_exclusive",
	  .given = { .exclusive = 1, .extra_refs = 1 },
	  .expect = { RESTORED } },
	{ "shared_page_with_an_extra_reference_is_mapped_again_in_both",
	  .given = { .maps = MAPS_SHARED_ANON, .extra_refs = 1 },
	  .expect = { RESTORED } },
	{ "page_isolated_by_another_is_mapped_again",
	  .given = { .exclusive = 1, .off_lru = 1 },
	  .expect = { RESTORED } },
	{ "file_page_with_an_extra_reference_is_mapped_again",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE,
		     .pte = { .write = 1, .dirty = 1 }, .extra_refs = 1 },
	  .expect = { RESTORED } },
	{ "file_page_with_private_data_and_a_reference_is_mapped_again",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE, .pte = { .write = 1 },
		     .private_data = 1, .extra_refs = 1 },
	  .expect = { RESTORED } },
};

/* A page, and how a driver pins it for DMA. */
struct pinned_case {
	const char *name;
	enum mm_kunit_mapping mapping;
	struct mm_kunit_given given;
	unsigned int flags;
	struct migrate_expect expect;
};

/* contract 2.4: what pin_user_pages() holds is in use, whoever maps it. */
static const struct pinned_case pinned_pages[] = {
	{ "exclusive_page_pinned_for_writing",
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 },
	  .flags = FOLL_WRITE, .expect = { SKIPPED } },
	{ "exclusive_page_pinned_for_reading",
	  .given = { .pte = { .young = 1 }, .exclusive = 1 },
	  .expect = { SKIPPED } },
	{ "private_copy_pinned_for_writing",
	  .mapping = MAPPING_SHMEM_PRIVATE,
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 },
	  .flags = FOLL_WRITE, .expect = { SKIPPED } },
	{ "page_of_a_shared_file_mapping_pinned_for_writing",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE,
		     .pte = { .write = 1, .dirty = 1 } },
	  .flags = FOLL_WRITE, .expect = { RESTORED } },
	{ "page_of_a_private_file_mapping_pinned_for_reading",
	  .mapping = MAPPING_SHMEM_PRIVATE,
	  .given = { .maps = MAPS_FILE_PAGE },
	  .expect = { RESTORED } },
};

/* contract 2.2: addresses without a page are offered or skipped. */
static const struct migrate_case no_pages[] = {
	{ "hole_is_offered",
	  .given = { MAPS_HOLE },
	  .expect = { OFFERED } },
	{ "hole_without_a_page_table_is_offered",
	  .given = { MAPS_NO_TABLE },
	  .expect = { OFFERED } },
	{ "zero_page_is_offered",
	  .given = { MAPS_ZERO_PAGE },
	  .expect = { OFFERED } },
	{ "swap_entry_is_skipped",
	  .given = { MAPS_SWAP_ENTRY },
	  .expect = { SKIPPED } },
	{ "marker_is_skipped",
	  .when = { .since = KERNEL(6, 6) },
	  .given = { MAPS_MARKER },
	  .expect = { SKIPPED } },
	{ "hole_in_a_file_is_skipped",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { MAPS_HOLE },
	  .expect = { SKIPPED } },
	{ "hole_in_a_file_without_a_page_table_is_skipped",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { MAPS_NO_TABLE },
	  .expect = { SKIPPED } },
	{ "hole_in_a_private_file_mapping_is_skipped",
	  .mapping = MAPPING_SHMEM_PRIVATE,
	  .given = { MAPS_HOLE },
	  .expect = { SKIPPED } },
};

/* contract 2.1: system memory is taken only if it was asked for. */
static const struct migrate_case unselected_pages[] = {
	{ "exclusive_page_is_skipped",
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 },
	  .expect = { SKIPPED } },
	{ "shared_page_is_skipped",
	  .given = { .maps = MAPS_SHARED_ANON },
	  .expect = { SKIPPED } },
	{ "file_page_is_skipped",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE,
		     .pte = { .write = 1, .dirty = 1 } },
	  .expect = { SKIPPED } },
	{ "zero_page_is_skipped",
	  .given = { MAPS_ZERO_PAGE },
	  .expect = { SKIPPED } },
	{ "hole_is_offered",
	  .given = { MAPS_HOLE },
	  .expect = { OFFERED } },
};

MM_KUNIT_ROWS(taken_pages);
MM_KUNIT_ROWS(taken_file_pages);
MM_KUNIT_ROWS(passed_over_pages);
MM_KUNIT_ROWS(refused_pages);
MM_KUNIT_ROWS(pinned_pages);
MM_KUNIT_ROWS(no_pages);
MM_KUNIT_ROWS(unselected_pages);

static void expect_row(struct migrate_scene *scene)
{
	const struct migrate_case *row = scene->test->param_value;

	expect_outcome(scene, 0, &row->expect);
	expect_counts(scene, &row->expect);
}

static void expect_outcome_of_row(struct kunit *test)
{
	struct migrate_scene *scene = build_case(test);

	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	expect_row(scene);
}

/* Test that a page that can be migrated is handed out ready for it. */
static void taken_page(struct kunit *test)
{
	expect_outcome_of_row(test);
}

/* Test that a page of a file is handed out likewise. */
static void taken_file_page(struct kunit *test)
{
	expect_outcome_of_row(test);
}

/* Test that a page that is not taken is left as it is. */
static void passed_over_page(struct kunit *test)
{
	expect_outcome_of_row(test);
}

/* Test that a page in use is mapped, referenced and locked as before. */
static void refused_page(struct kunit *test)
{
	expect_outcome_of_row(test);
}

/* Test that a page that pin_user_pages() holds stays where it is. */
static void page_pinned_by_pin_user_pages(struct kunit *test)
{
	const struct pinned_case *row = test->param_value;
	struct migrate_scene *scene = test->priv;
	struct page *pinned;

	mm_kunit_row_begin(test, row->name, NULL);
	migrate_build_space(test, row->mapping);
	migrate_build_pages(test, &row->given, 1);
	KUNIT_ASSERT_EQ(test, 0, mm_kunit_pin(&scene->space, scene->args.start,
					      row->flags, &pinned));
	KUNIT_EXPECT_PTR_EQ(test, pinned, scene->pages[0].page);
	mm_kunit_snapshot(&scene->pages[0], pinned, &scene->given[0]);
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	expect_outcome(scene, 0, &row->expect);
	unpin_user_page(pinned);
}

/* contract 2.9: a page of neither anonymous memory nor a file is left alone. */
static void page_without_an_owner(struct kunit *test)
{
	static const struct mm_kunit_given given = {
		.maps = MAPS_FILE_PAGE, .pte = { .write = 1, .dirty = 1 },
	};
	static const struct migrate_expect skipped = { SKIPPED };
	struct migrate_scene *scene = test->priv;
	struct address_space *mapping;
	struct folio *folio;

	migrate_build_space(test, MAPPING_SHMEM_SHARED);
	migrate_build_pages(test, &given, 1);
	folio = page_folio(scene->pages[0].page);
	mapping = folio->mapping;
	folio->mapping = NULL;
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	folio->mapping = mapping;
	expect_outcome(scene, 0, &skipped);
	expect_counts(scene, &skipped);
}

/* Test that an address without a page is left as it is. */
static void no_page(struct kunit *test)
{
	expect_outcome_of_row(test);
}

/* Test that no page is taken on a call for device memory only. */
static void unselected_page(struct kunit *test)
{
	struct migrate_scene *scene = build_case(test);

	scene->args.flags = MIGRATE_VMA_SELECT_DEVICE_PRIVATE;
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	expect_row(scene);
}

/* Test that collect alone takes away the mapping it found, and no other. */
static void collected_page(struct kunit *test)
{
	struct migrate_scene *scene = build_case(test);

	run_collect(scene);
	expect_row(scene);
}

/* Test that it is collect that leaves it, and not unmap that repairs it. */
static void page_passed_over_by_collect(struct kunit *test)
{
	collected_page(test);
}

/* Test that it does the same to a page of a file. */
static void collected_file_page(struct kunit *test)
{
	collected_page(test);
}

/* migrate_vma_setup() and collect, page by page. */
#define COLLECT_CASES \
	KUNIT_CASE_PARAM(taken_page, taken_pages_gen_params), \
	KUNIT_CASE_PARAM(taken_file_page, taken_file_pages_gen_params), \
	KUNIT_CASE_PARAM(passed_over_page, passed_over_pages_gen_params), \
	KUNIT_CASE_PARAM(refused_page, refused_pages_gen_params), \
	KUNIT_CASE_PARAM(page_pinned_by_pin_user_pages, \
			 pinned_pages_gen_params), \
	KUNIT_CASE(page_without_an_owner), \
	KUNIT_CASE_PARAM(no_page, no_pages_gen_params), \
	KUNIT_CASE_PARAM(unselected_page, unselected_pages_gen_params)

static struct kunit_case collect_cases[] = {
	COLLECT_CASES,
	KUNIT_CASE_PARAM(collected_page, taken_pages_gen_params),
	KUNIT_CASE_PARAM(collected_file_page, taken_file_pages_gen_params),
	KUNIT_CASE_PARAM(page_passed_over_by_collect,
			 passed_over_pages_gen_params),
	{}
};

static struct kunit_suite collect_suite = {
	.name = "migrate_device_collect",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = collect_cases,
};

kunit_test_suite(collect_suite);

#ifdef CONFIG_DEVICE_MIGRATION
static struct kunit_case kernel_collect_cases[] = { COLLECT_CASES, {} };

static struct kunit_suite kernel_collect_suite = {
	.name = "migrate_device_collect_kernel",
	.init = migrate_scene_init_kernel,
	.exit = migrate_scene_exit,
	.test_cases = kernel_collect_cases,
};

kunit_test_suite(kernel_collect_suite);
#endif
