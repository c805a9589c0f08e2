// SPDX-License-Identifier: GPL-2.0
/*
 * Which pages a driver gets: its own of the kinds that it asked for.
 */
#include "migrate_devmem.h"
#include "migrate_known_issues.h"
#include "mm_kunit/order.h"

#define OWN_PAGE	{ .maps = MAPS_DEVICE, .pte = { .write = 1 }, \
			  .exclusive = 1 }
#define OWN_COHERENT	{ .maps = MAPS_COHERENT, \
			  .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 }
#define ONLY_SYSTEM	MIGRATE_VMA_SELECT_SYSTEM
#define ONLY_PRIVATE	MIGRATE_VMA_SELECT_DEVICE_PRIVATE
#define ONLY_COHERENT	MIGRATE_VMA_SELECT_DEVICE_COHERENT

/* contract 8.1: device-private memory of another, or not asked for. */
static const struct devmem_case private_pages_left_alone[] = {
	{ "writable_page_on_a_call_for_system_memory",
	  .given = OWN_PAGE, .select = ONLY_SYSTEM, .expect = { SKIPPED } },
	{ "read_only_page_on_a_call_for_system_memory",
	  .given = { .maps = MAPS_DEVICE }, .select = ONLY_SYSTEM,
	  .expect = { SKIPPED } },
	{ "shared_page_on_a_call_for_system_memory",
	  .given = { .maps = MAPS_SHARED_DEVICE }, .select = ONLY_SYSTEM,
	  .expect = { SKIPPED } },
	{ "page_on_a_call_for_coherent_memory",
	  .given = OWN_PAGE, .select = ONLY_COHERENT, .expect = { SKIPPED } },
	{ "page_on_a_call_for_all_others",
	  .given = OWN_PAGE, .select = ONLY_SYSTEM | ONLY_COHERENT,
	  .expect = { SKIPPED } },
	{ "writable_page_of_another_owner",
	  .given = OWN_PAGE, .select = ONLY_PRIVATE, .foreign = true,
	  .expect = { SKIPPED } },
	{ "exclusive_read_only_page_of_another_owner",
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1 },
	  .select = ONLY_PRIVATE, .foreign = true, .expect = { SKIPPED } },
	{ "shared_page_of_another_owner",
	  .given = { .maps = MAPS_SHARED_DEVICE },
	  .select = ONLY_PRIVATE, .foreign = true, .expect = { SKIPPED } },
	{ "page_of_another_owner_on_a_call_for_all",
	  .given = OWN_PAGE, .foreign = true, .expect = { SKIPPED } },
	{ "page_on_a_call_of_nobody",
	  .given = OWN_PAGE, .ownerless = true, .expect = { SKIPPED } },
	{ "locked_page",
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1, .locked = 1 },
	  .expect = { SKIPPED } },
	{ "soft_dirty_uffd_wp_page_of_another_owner",
	  .when = { .needs = NEEDS_UFFD_WP },
	  .given = { .maps = MAPS_DEVICE,
		     .pte = { .soft_dirty = 1, .uffd = 1 } },
	  .foreign = true, .expect = { SKIPPED } },
};

/* contract 8.2: the same of device-coherent memory. */
static const struct devmem_case coherent_pages_left_alone[] = {
	{ "writable_page_on_a_call_for_system_memory",
	  .given = OWN_COHERENT, .select = ONLY_SYSTEM,
	  .expect = { SKIPPED } },
	{ "shared_page_on_a_call_for_system_memory",
	  .given = { .maps = MAPS_SHARED_COHERENT }, .select = ONLY_SYSTEM,
	  .expect = { SKIPPED } },
	{ "page_on_a_call_for_private_memory",
	  .given = OWN_COHERENT, .select = ONLY_PRIVATE,
	  .expect = { SKIPPED } },
	{ "page_of_another_owner",
	  .given = OWN_COHERENT, .select = ONLY_COHERENT, .foreign = true,
	  .expect = { SKIPPED } },
	{ "shared_page_of_another_owner",
	  .given = { .maps = MAPS_SHARED_COHERENT },
	  .select = ONLY_COHERENT, .foreign = true, .expect = { SKIPPED } },
	{ "page_of_another_owner_on_a_call_for_all",
	  .given = OWN_COHERENT, .foreign = true, .expect = { SKIPPED } },
	{ "page_on_a_call_of_nobody",
	  .given = OWN_COHERENT, .ownerless = true, .expect = { SKIPPED } },
	{ "locked_page",
	  .given = { .maps = MAPS_COHERENT, .exclusive = 1, .locked = 1 },
	  .expect = { SKIPPED } },
};

/* contract 2.1: system memory, on calls for device memory only. */
static const struct devmem_case system_pages_left_alone[] = {
	{ "writable_page_on_a_call_for_private_memory",
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 },
	  .select = ONLY_PRIVATE, .expect = { SKIPPED } },
	{ "writable_page_on_a_call_for_coherent_memory",
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 },
	  .select = ONLY_COHERENT, .expect = { SKIPPED } },
	{ "shared_page_on_a_call_for_coherent_memory",
	  .given = { .maps = MAPS_SHARED_ANON }, .select = ONLY_COHERENT,
	  .expect = { SKIPPED } },
	{ "zero_page_on_a_call_for_coherent_memory",
	  .given = { MAPS_ZERO_PAGE }, .select = ONLY_COHERENT,
	  .expect = { SKIPPED } },
	{ "file_page_on_a_call_for_coherent_memory",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE, .pte = { .write = 1 } },
	  .select = ONLY_COHERENT, .expect = { SKIPPED } },
	{ "hole_on_a_call_for_device_memory",
	  .given = { MAPS_HOLE }, .select = ONLY_PRIVATE | ONLY_COHERENT,
	  .expect = { OFFERED } },
};

/* contract 2.3 and 8.3: what is asked for is unmapped with all its bits. */
static const struct devmem_case private_pages_taken[] = {
	{ "writable_page",
	  .given = OWN_PAGE, .select = ONLY_PRIVATE,
	  .expect = { SELECTED, MIGRATE_PFN_WRITE } },
	{ "writable_page_on_a_call_for_all",
	  .given = OWN_PAGE, .expect = { SELECTED, MIGRATE_PFN_WRITE } },
	{ "exclusive_read_only_page",
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1 },
	  .select = ONLY_PRIVATE, .expect = { SELECTED } },
	{ "page_that_is_not_exclusive",
	  .given = { .maps = MAPS_DEVICE }, .select = ONLY_PRIVATE,
	  .expect = { SELECTED } },
	{ "page_that_a_fork_shares",
	  .given = { .maps = MAPS_SHARED_DEVICE }, .select = ONLY_PRIVATE,
	  .expect = { SELECTED } },
	{ "clean_page_that_a_fork_shares_stays_clean",
	  .when = { .known_issue = &dirty_device_entry },
	  .given = { .maps = MAPS_SHARED_DEVICE }, .select = ONLY_PRIVATE,
	  .expect = { SELECTED } },
	{ "dirty_folio",
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1, .dirty = 1 },
	  .select = ONLY_PRIVATE, .expect = { SELECTED } },
	{ "soft_dirty_page",
	  .when = { .needs = NEEDS_SOFT_DIRTY },
	  .given = { .maps = MAPS_DEVICE, .pte = { .soft_dirty = 1 },
		     .exclusive = 1 },
	  .select = ONLY_PRIVATE, .expect = { SELECTED } },
	{ "uffd_wp_page",
	  .when = { .needs = NEEDS_UFFD_WP },
	  .given = { .maps = MAPS_DEVICE, .pte = { .uffd = 1 },
		     .exclusive = 1 },
	  .select = ONLY_PRIVATE, .expect = { SELECTED } },
	{ "soft_dirty_uffd_wp_page",
	  .when = { .needs = NEEDS_UFFD_WP },
	  .given = { .maps = MAPS_DEVICE,
		     .pte = { .soft_dirty = 1, .uffd = 1 },
		     .exclusive = 1 },
	  .select = ONLY_PRIVATE, .expect = { SELECTED } },
	{ "soft_dirty_page_that_a_fork_shares",
	  .when = { .needs = NEEDS_SOFT_DIRTY },
	  .given = { .maps = MAPS_SHARED_DEVICE,
		     .pte = { .soft_dirty = 1 } },
	  .select = ONLY_PRIVATE, .expect = { SELECTED } },
};

/* contract 2.3 and 8.2: likewise. */
static const struct devmem_case coherent_pages_taken[] = {
	{ "writable_dirty_page",
	  .given = OWN_COHERENT, .select = ONLY_COHERENT,
	  .expect = { SELECTED, MIGRATE_PFN_WRITE } },
	{ "writable_page_on_a_call_for_all",
	  .given = OWN_COHERENT, .expect = { SELECTED, MIGRATE_PFN_WRITE } },
	{ "exclusive_read_only_page",
	  .given = { .maps = MAPS_COHERENT, .pte = { .young = 1 },
		     .exclusive = 1 },
	  .select = ONLY_COHERENT, .expect = { SELECTED } },
	{ "dirty_page_that_is_not_exclusive",
	  .given = { .maps = MAPS_COHERENT, .pte = { .dirty = 1 } },
	  .select = ONLY_COHERENT, .expect = { SELECTED } },
	{ "page_that_a_fork_shares",
	  .given = { .maps = MAPS_SHARED_COHERENT },
	  .select = ONLY_COHERENT, .expect = { SELECTED } },
};

/* contract 2.4: device memory that may be in use stays, too. */
static const struct devmem_case pages_in_use[] = {
	{ "private_page_with_an_extra_reference",
	  .when = { .known_issue = &stray_device_reference },
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1, .extra_refs = 1 },
	  .expect = { RESTORED } },
	{ "private_page_with_two_extra_references",
	  .given = { .maps = MAPS_DEVICE, .pte = { .write = 1 },
		     .exclusive = 1, .extra_refs = 2 },
	  .expect = { RESTORED } },
	{ "shared_private_page_with_an_extra_reference",
	  .when = { .known_issue = &stray_device_reference },
	  .given = { .maps = MAPS_SHARED_DEVICE, .extra_refs = 1 },
	  .expect = { RESTORED } },
	{ "shared_private_page_with_two_extra_references",
	  .given = { .maps = MAPS_SHARED_DEVICE, .extra_refs = 2 },
	  .expect = { RESTORED } },
	{ "coherent_page_with_an_extra_reference",
	  .when = { .known_issue = &stray_device_reference },
	  .given = { .maps = MAPS_COHERENT, .exclusive = 1, .extra_refs = 1 },
	  .expect = { RESTORED } },
	{ "coherent_page_with_two_extra_references",
	  .given = { .maps = MAPS_COHERENT, .pte = { .dirty = 1 },
		     .exclusive = 1, .extra_refs = 2 },
	  .expect = { RESTORED } },
	{ "gup_pinned_coherent_page",
	  .given = { .maps = MAPS_COHERENT, .exclusive = 1, .gup_pins = 1 },
	  .expect = { SKIPPED } },
	{ "gup_pinned_coherent_page_that_is_not_exclusive",
	  .given = { .maps = MAPS_COHERENT, .gup_pins = 1 },
	  .expect = { RESTORED } },
};

/* contract 2.3: references alone, however many, are no GUP pins. */
static const struct devmem_case pages_with_many_references[] = {
	{ "writable_private_page",
	  .given = { .maps = MAPS_DEVICE, .pte = { .write = 1 },
		     .exclusive = 1, .extra_refs = 2048 },
	  .expect = { SELECTED, MIGRATE_PFN_WRITE } },
	{ "exclusive_read_only_private_page",
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1,
		     .extra_refs = 2048 },
	  .expect = { SELECTED } },
};

MM_KUNIT_ROWS(pages_in_use);
MM_KUNIT_ROWS(pages_with_many_references);
MM_KUNIT_ROWS(private_pages_left_alone);
MM_KUNIT_ROWS(coherent_pages_left_alone);
MM_KUNIT_ROWS(system_pages_left_alone);
MM_KUNIT_ROWS(private_pages_taken);
MM_KUNIT_ROWS(coherent_pages_taken);

static void expect_after_setup(struct kunit *test)
{
	struct migrate_scene *scene = build_devmem_case(test);
	const struct devmem_case *row = test->param_value;

	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	expect_outcome(scene, 0, &row->expect);
	expect_counts(scene, &row->expect);
	mm_kunit_expect_flush_before_unlock(test);
	mm_kunit_expect_balanced(test);
}

/* Test that device-private memory is left to those who may have it. */
static void private_page_left_alone(struct kunit *test)
{
	expect_after_setup(test);
}

/* Test that no page is another's, whatever its neighbour was. */
static void neighbours_of_another_owner(struct kunit *test)
{
	static const struct mm_kunit_given pages[] = {
		OWN_PAGE, OWN_PAGE, OWN_COHERENT, OWN_COHERENT,
	};
	static const struct migrate_expect left_alone = { SKIPPED };
	struct migrate_scene *scene;
	unsigned int i;

	mm_kunit_row_begin(test, NULL, NULL);
	scene = migrate_build(test, pages, ARRAY_SIZE(pages));
	devmem_select(scene, DEVMEM_SELECT_ALL);
	scene->args.pgmap_owner = scene;
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	for (i = 0; i < ARRAY_SIZE(pages); i++)
		expect_outcome(scene, i, &left_alone);
}

/* Test that device-coherent memory is left to those who may have it. */
static void coherent_page_left_alone(struct kunit *test)
{
	expect_after_setup(test);
}

/* Test that who wants device memory gets no other. */
static void system_page_left_alone(struct kunit *test)
{
	expect_after_setup(test);
}

/* contract 2.4: a page that may be pinned is not even collected. */
static const struct devmem_case pinned_pages[] = {
	{ "exclusive_coherent_page",
	  .given = { .maps = MAPS_COHERENT, .exclusive = 1, .gup_pins = 1 },
	  .expect = { SKIPPED } },
	{ "writable_dirty_coherent_page",
	  .given = { .maps = MAPS_COHERENT, .pte = { .write = 1, .dirty = 1 },
		     .exclusive = 1, .gup_pins = 1 },
	  .expect = { SKIPPED } },
};

MM_KUNIT_ROWS(pinned_pages);

/*
 * Test that device-private memory is handed out ready to be migrated. No cache
 * holds it, and its entry has no page frame to flush.
 */
static void private_page_taken(struct kunit *test)
{
	expect_after_setup(test);
	KUNIT_EXPECT_EQ(test, mm_kunit_count(EV_FLUSH_CACHE), 0U);
}

/* Test that device-coherent memory is handed out likewise. */
static void coherent_page_taken(struct kunit *test)
{
	expect_after_setup(test);
}

/* Test that it is collect that does so. */
static void private_page_collected(struct kunit *test)
{
	struct migrate_scene *scene = build_devmem_case(test);
	const struct devmem_case *row = test->param_value;

	run_collect(scene);
	expect_outcome(scene, 0, &row->expect);
}

/* Test that device memory in use is mapped as before. */
static void page_in_use(struct kunit *test)
{
	expect_after_setup(test);
}

/* Test that collect does not take a busy device page for a pinned one. */
static void page_with_many_references(struct kunit *test)
{
	private_page_collected(test);
}

/* Test that AE is not given up, not even for as long as setup takes. */
static void pinned_page_collected(struct kunit *test)
{
	private_page_collected(test);
}

/* Selection of device memory. */
#define SELECT_CASES \
	KUNIT_CASE_PARAM(private_page_left_alone, \
			 private_pages_left_alone_gen_params), \
	KUNIT_CASE_PARAM(coherent_page_left_alone, \
			 coherent_pages_left_alone_gen_params), \
	KUNIT_CASE_PARAM(system_page_left_alone, \
			 system_pages_left_alone_gen_params), \
	KUNIT_CASE_PARAM(private_page_taken, private_pages_taken_gen_params), \
	KUNIT_CASE_PARAM(coherent_page_taken, \
			 coherent_pages_taken_gen_params), \
	KUNIT_CASE_PARAM(page_in_use, pages_in_use_gen_params), \
	KUNIT_CASE(neighbours_of_another_owner)

static struct kunit_case select_cases[] = {
	SELECT_CASES,
	KUNIT_CASE_PARAM(private_page_collected,
			 private_pages_taken_gen_params),
	KUNIT_CASE_PARAM(pinned_page_collected, pinned_pages_gen_params),
	KUNIT_CASE_PARAM(page_with_many_references,
			 pages_with_many_references_gen_params),
	{}
};

static struct kunit_case kernel_select_cases[] = { SELECT_CASES, {} };

static struct kunit_suite select_suite = {
	.name = "migrate_device_select",
	.suite_init = devmem_suite_init,
	.suite_exit = devmem_suite_exit,
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = select_cases,
};

static struct kunit_suite kernel_select_suite = {
	.name = "migrate_device_select_kernel",
	.suite_init = devmem_suite_init,
	.suite_exit = devmem_suite_exit,
	.init = migrate_scene_init_kernel,
	.exit = migrate_scene_exit,
	.test_cases = kernel_select_cases,
};

kunit_test_suites(&select_suite, &kernel_select_suite);
