// SPDX-License-Identifier: GPL-2.0
/*
 * Pages on their way to device-private memory and back.
 */
#include "migrate_devmem.h"

/* contract 8.5: a page that moves to a device keeps all its mapping said. */
static const struct devmem_case to_the_device[] = {
	{ "exclusive_writable_dirty_page",
	  .given = { .pte = { .write = 1, .dirty = 1, .young = 1 },
		     .exclusive = 1 },
	  .to = TO_DEVICE, .expect = { MIGRATED, MIGRATE_PFN_WRITE } },
	{ "exclusive_writable_clean_page",
	  .given = { .pte = { .write = 1 }, .exclusive = 1 },
	  .to = TO_DEVICE, .expect = { MIGRATED, MIGRATE_PFN_WRITE } },
	{ "exclusive_read_only_page",
	  .given = { .pte = { .young = 1 }, .exclusive = 1 },
	  .to = TO_DEVICE, .expect = { MIGRATED } },
	{ "page_that_is_not_exclusive",
	  .given = { .pte = { .young = 1 } },
	  .to = TO_DEVICE, .expect = { MIGRATED } },
	{ "page_that_a_fork_shares",
	  .given = { .maps = MAPS_SHARED_ANON },
	  .to = TO_DEVICE, .expect = { MIGRATED } },
	{ "dirty_folio",
	  .given = { .exclusive = 1, .dirty = 1 },
	  .to = TO_DEVICE, .expect = { MIGRATED } },
	{ "active_page",
	  .given = { .exclusive = 1, .active = 1 },
	  .to = TO_DEVICE, .expect = { MIGRATED } },
	{ "page_that_ksm_merged",
	  .when = { .needs = NEEDS_KSM }, .given = { .maps = MAPS_KSM_PAGE },
	  .to = TO_DEVICE, .expect = { MIGRATED } },
	{ "private_copy_of_a_file_page",
	  .mapping = MAPPING_SHMEM_PRIVATE,
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 },
	  .to = TO_DEVICE, .expect = { MIGRATED, MIGRATE_PFN_WRITE } },
	{ "soft_dirty_page",
	  .when = { .needs = NEEDS_SOFT_DIRTY },
	  .given = { .pte = { .soft_dirty = 1 }, .exclusive = 1 },
	  .to = TO_DEVICE, .expect = { MIGRATED } },
	{ "uffd_wp_page",
	  .when = { .needs = NEEDS_UFFD_WP },
	  .given = { .pte = { .uffd = 1 }, .exclusive = 1 },
	  .to = TO_DEVICE, .expect = { MIGRATED } },
	{ "soft_dirty_uffd_wp_page",
	  .when = { .needs = NEEDS_UFFD_WP },
	  .given = { .pte = { .soft_dirty = 1, .uffd = 1 },
		     .exclusive = 1 },
	  .to = TO_DEVICE, .expect = { MIGRATED } },
};

#define SWAPPED(...)	{ .needs = NEEDS_SWAP, __VA_ARGS__ }

/* contract 8.6: no page has its place in the swap cache on a device. */
static const struct devmem_case swap_cached[] = {
	{ "clean_page_leaves_it_and_is_dirty",
	  .when = SWAPPED(.since = KERNEL(6, 12)),
	  .given = { .exclusive = 1, .swap_cache = 1 },
	  .to = TO_DEVICE, .expect = { MIGRATED } },
	{ "dirty_page_that_a_fork_shares_leaves_it",
	  .when = SWAPPED(.since = KERNEL(6, 12)),
	  .given = { .maps = MAPS_SHARED_ANON, .dirty = 1,
		     .swap_cache = 1 },
	  .to = TO_COHERENT, .expect = { MIGRATED } },
	{ "page_under_writeback_is_refused", .when = SWAPPED(),
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1,
		     .swap_cache = 1, .writeback = 1 },
	  .to = TO_DEVICE, .expect = { RESTORED, MIGRATE_PFN_WRITE } },
	{ "page_is_refused", .when = SWAPPED(.until = KERNEL(6, 2)),
	  .given = { .pte = { .young = 1 }, .exclusive = 1, .swap_cache = 1 },
	  .to = TO_DEVICE, .expect = { RESTORED } },
};

/* contract 4.1 and 8.3: a page that leaves a device keeps all of it, too. */
static const struct devmem_case from_the_device[] = {
	{ "exclusive_writable_page",
	  .given = { .maps = MAPS_DEVICE, .pte = { .write = 1 },
		     .exclusive = 1 },
	  .to = TO_SYSTEM, .expect = { MIGRATED, MIGRATE_PFN_WRITE } },
	{ "exclusive_read_only_page",
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1 },
	  .to = TO_SYSTEM, .expect = { MIGRATED } },
	{ "page_that_is_not_exclusive",
	  .given = { .maps = MAPS_DEVICE },
	  .to = TO_SYSTEM, .expect = { MIGRATED } },
	{ "page_that_a_fork_shares",
	  .given = { .maps = MAPS_SHARED_DEVICE },
	  .to = TO_SYSTEM, .expect = { MIGRATED } },
	{ "dirty_folio",
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1, .dirty = 1 },
	  .to = TO_SYSTEM, .expect = { MIGRATED } },
	{ "private_copy_of_a_file_page",
	  .mapping = MAPPING_SHMEM_PRIVATE,
	  .given = { .maps = MAPS_DEVICE, .pte = { .write = 1 },
		     .exclusive = 1 },
	  .to = TO_SYSTEM, .expect = { MIGRATED, MIGRATE_PFN_WRITE } },
	{ "soft_dirty_page",
	  .when = { .needs = NEEDS_SOFT_DIRTY },
	  .given = { .maps = MAPS_DEVICE, .pte = { .soft_dirty = 1 },
		     .exclusive = 1 },
	  .to = TO_SYSTEM, .expect = { MIGRATED } },
	{ "uffd_wp_page",
	  .when = { .needs = NEEDS_UFFD_WP },
	  .given = { .maps = MAPS_DEVICE, .pte = { .uffd = 1 },
		     .exclusive = 1 },
	  .to = TO_SYSTEM, .expect = { MIGRATED } },
	{ "soft_dirty_uffd_wp_page",
	  .when = { .needs = NEEDS_UFFD_WP },
	  .given = { .maps = MAPS_DEVICE,
		     .pte = { .soft_dirty = 1, .uffd = 1 },
		     .exclusive = 1 },
	  .to = TO_SYSTEM, .expect = { MIGRATED } },
	{ "page_whose_accesses_userfaultfd_hears_of",
	  .when = { .needs = NEEDS_UFFD_RWP },
	  .given = { .maps = MAPS_DEVICE,
		     .pte = { .no_access = 1, .uffd = 1 },
		     .exclusive = 1 },
	  .to = TO_SYSTEM, .expect = { MIGRATED } },
	{ "writable_page_to_other_device_memory",
	  .given = { .maps = MAPS_DEVICE, .pte = { .write = 1 },
		     .exclusive = 1 },
	  .to = TO_DEVICE, .expect = { MIGRATED, MIGRATE_PFN_WRITE } },
	{ "shared_page_to_other_device_memory",
	  .given = { .maps = MAPS_SHARED_DEVICE },
	  .to = TO_DEVICE, .expect = { MIGRATED } },
};

/* contract 4.2 and 8.3: a page that stays on its device is as it was. */
static const struct devmem_case on_the_device[] = {
	{ "exclusive_writable_page",
	  .given = { .maps = MAPS_DEVICE, .pte = { .write = 1 },
		     .exclusive = 1 },
	  .expect = { RESTORED, MIGRATE_PFN_WRITE } },
	{ "exclusive_read_only_page",
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1 },
	  .expect = { RESTORED } },
	{ "page_that_is_not_exclusive",
	  .given = { .maps = MAPS_DEVICE },
	  .expect = { RESTORED } },
	{ "page_that_a_fork_shares",
	  .given = { .maps = MAPS_SHARED_DEVICE },
	  .expect = { RESTORED } },
	{ "dirty_folio",
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1, .dirty = 1 },
	  .expect = { RESTORED } },
	{ "soft_dirty_page",
	  .when = { .needs = NEEDS_SOFT_DIRTY },
	  .given = { .maps = MAPS_DEVICE, .pte = { .soft_dirty = 1 },
		     .exclusive = 1 },
	  .expect = { RESTORED } },
	{ "soft_dirty_writable_page",
	  .when = { .needs = NEEDS_SOFT_DIRTY },
	  .given = { .maps = MAPS_DEVICE,
		     .pte = { .write = 1, .soft_dirty = 1 },
		     .exclusive = 1 },
	  .expect = { RESTORED, MIGRATE_PFN_WRITE } },
	{ "soft_dirty_page_that_a_fork_shares",
	  .when = { .needs = NEEDS_SOFT_DIRTY },
	  .given = { .maps = MAPS_SHARED_DEVICE,
		     .pte = { .soft_dirty = 1 } },
	  .expect = { RESTORED } },
	{ "uffd_wp_page",
	  .when = { .needs = NEEDS_UFFD_WP },
	  .given = { .maps = MAPS_DEVICE, .pte = { .uffd = 1 },
		     .exclusive = 1 },
	  .expect = { RESTORED } },
	{ "soft_dirty_uffd_wp_page",
	  .when = { .needs = NEEDS_UFFD_WP },
	  .given = { .maps = MAPS_DEVICE,
		     .pte = { .soft_dirty = 1, .uffd = 1 },
		     .exclusive = 1 },
	  .expect = { RESTORED } },
};

/* contract 4.3 and 8.5: device memory may be put where no page was. */
static const struct devmem_case filled_addresses[] = {
	{ "hole_with_device_memory",
	  .given = { MAPS_HOLE },
	  .to = TO_DEVICE, .expect = { POPULATED } },
	{ "hole_without_a_page_table_with_device_memory",
	  .given = { MAPS_NO_TABLE },
	  .to = TO_DEVICE, .expect = { POPULATED } },
	{ "zero_page_with_device_memory",
	  .given = { MAPS_ZERO_PAGE },
	  .to = TO_DEVICE, .expect = { POPULATED } },
	{ "hole_with_coherent_memory",
	  .given = { MAPS_HOLE },
	  .to = TO_COHERENT, .expect = { POPULATED } },
	{ "zero_page_with_coherent_memory",
	  .given = { MAPS_ZERO_PAGE },
	  .to = TO_COHERENT, .expect = { POPULATED } },
};

MM_KUNIT_ROWS(to_the_device);
MM_KUNIT_ROWS(swap_cached);
MM_KUNIT_ROWS(from_the_device);
MM_KUNIT_ROWS(on_the_device);
MM_KUNIT_ROWS(filled_addresses);

/* Test that a page of system memory arrives on a device. */
static void page_to_the_device(struct kunit *test)
{
	migrate_devmem_row(build_devmem_case(test));
}

/* Test that a page leaves the swap cache for a device, or stays in both. */
static void page_in_the_swap_cache(struct kunit *test)
{
	migrate_devmem_row(build_devmem_case(test));
}

/* Test that a page of a device arrives where it is moved to. */
static void page_from_the_device(struct kunit *test)
{
	migrate_devmem_row(build_devmem_case(test));
}

/* Test that a page that its device keeps is mapped as it was. */
static void page_on_the_device(struct kunit *test)
{
	migrate_devmem_row(build_devmem_case(test));
}

/* Test that a device can be given what was never written to. */
static void filled_address(struct kunit *test)
{
	migrate_devmem_row(build_devmem_case(test));
}

/* Test that it is read-only where the mapping is. */
static void filled_read_only_address(struct kunit *test)
{
	struct migrate_scene *scene = build_devmem_case(test);

	mm_kunit_mprotect(&scene->space, false);
	migrate_devmem_row(scene);
}

/* Test that the page comes back when the processor touches it. */
static void page_there_and_back(struct kunit *test)
{
	const struct devmem_case *row = test->param_value;
	struct devmem_fault fault = { .to = TO_SYSTEM };
	struct migrate_scene *scene = build_devmem_case(test);

	migrate_devmem_row(scene);
	devmem_answer_faults(&fault, scene);
	migrate_start_over(scene);
	KUNIT_EXPECT_EQ(test, mm_kunit_fault(&scene->space, scene->args.start,
					     false), 0);
	KUNIT_EXPECT_EQ(test, fault.calls, 1);
	expect_outcome(scene, 0, &row->expect);
}

/* Test that a page that is refused is no reason to refuse what is behind it. */
static void page_behind_a_file_page(struct kunit *test)
{
	static const struct mm_kunit_given pages[] = {
		{ .maps = MAPS_FILE_PAGE },
		{ .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 },
	};
	static const struct migrate_expect stays = { RESTORED };
	static const struct migrate_expect moves = {
		MIGRATED, MIGRATE_PFN_WRITE,
	};
	static const enum devmem_destination to[] = { TO_DEVICE, TO_DEVICE };
	struct migrate_scene *scene = test->priv;

	mm_kunit_row_begin(test, NULL, NULL);
	migrate_build_space(test, MAPPING_SHMEM_PRIVATE);
	migrate_build_pages(test, pages, ARRAY_SIZE(pages));
	devmem_select(scene, DEVMEM_SELECT_ALL);
	devmem_move(scene, to);
	expect_outcome(scene, 0, &stays);
	expect_outcome(scene, 1, &moves);
}

/* System memory to device memory and back. */
#define DEVMEM_CASES \
	KUNIT_CASE(page_behind_a_file_page), \
	KUNIT_CASE_PARAM(page_to_the_device, to_the_device_gen_params), \
	KUNIT_CASE_PARAM(page_in_the_swap_cache, swap_cached_gen_params), \
	KUNIT_CASE_PARAM(page_from_the_device, from_the_device_gen_params), \
	KUNIT_CASE_PARAM(page_on_the_device, on_the_device_gen_params), \
	KUNIT_CASE_PARAM(filled_address, filled_addresses_gen_params), \
	KUNIT_CASE_PARAM(filled_read_only_address, \
			 filled_addresses_gen_params), \
	KUNIT_CASE_PARAM(page_there_and_back, to_the_device_gen_params)

static struct kunit_case devmem_cases[] = { DEVMEM_CASES, {} };
static struct kunit_case kernel_devmem_cases[] = { DEVMEM_CASES, {} };

static struct kunit_suite devmem_suite = {
	.name = "migrate_device_private",
	.suite_init = devmem_suite_init,
	.suite_exit = devmem_suite_exit,
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = devmem_cases,
};

static struct kunit_suite kernel_devmem_suite = {
	.name = "migrate_device_private_kernel",
	.suite_init = devmem_suite_init,
	.suite_exit = devmem_suite_exit,
	.init = migrate_scene_init_kernel,
	.exit = migrate_scene_exit,
	.test_cases = kernel_devmem_cases,
};

kunit_test_suites(&devmem_suite, &kernel_devmem_suite);
