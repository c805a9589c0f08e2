// SPDX-License-Identifier: GPL-2.0
/*
 * try_to_migrate(): the mappings of a page on a device become migration
 * entries, too. There is nothing in a TLB, but somebody to be told.
 */
#include <linux/kthread.h>

#include "migrate_devmem.h"
#include "migrate_known_issues.h"
#include "rmap_run.h"

/* contract 8.3, 10.11 and 10.18: the entry keeps every bit of a device's. */
static const struct sibling_case device_pages[] = {
	{ "exclusive_writable_page",
	  .given = { .maps = MAPS_DEVICE, .pte = { .write = 1 },
		     .exclusive = 1 },
	  .expect = MIGRATING },
	{ "exclusive_read_only_page",
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1 },
	  .expect = MIGRATING },
	{ "page_that_is_not_exclusive",
	  .given = { .maps = MAPS_DEVICE },
	  .expect = MIGRATING },
	{ "page_that_a_fork_shares",
	  .given = { .maps = MAPS_SHARED_DEVICE },
	  .expect = MIGRATING },
	{ "soft_dirty_uffd_wp_page",
	  .when = { .needs = NEEDS_WATCHED_PTES },
	  .given = { .maps = MAPS_DEVICE,
		     .pte = { .soft_dirty = 1, .uffd = 1 },
		     .exclusive = 1 },
	  .expect = MIGRATING },
	{ "coherent_page",
	  .given = { .maps = MAPS_COHERENT,
		     .pte = { .write = 1, .dirty = 1, .young = 1 },
		     .exclusive = 1 },
	  .expect = MIGRATING },
};

/* contract 8.3, 10.11 and 10.18: so do the pages of a large folio, one by one. */
static const struct by_page_case device_folios[] = {
	{ "writable_folio",
	  .when = { .since = KERNEL(6, 19), .needs = NEEDS_PMD_ENTRIES },
	  .given = { .maps = MAPS_DEVICE, .huge = 1, .exclusive = 1,
		     .pte = { .write = 1 } } },
	{ "folio_half_of_which_is_exclusive",
	  .when = { .since = KERNEL(6, 19), .needs = NEEDS_PMD_ENTRIES },
	  .given = { .maps = MAPS_DEVICE, .huge = 1, .exclusive = 1 },
	  .mixed = true },
};

MM_KUNIT_ROWS(device_pages);
MM_KUNIT_ROWS(device_folios);

static void expect_migrating(struct sibling_scene *scene)
{
	const struct sibling_case *row = scene->test->param_value;
	struct kunit *test = scene->test;

	KUNIT_EXPECT_GT(test, mm_kunit_count(EV_NOTIFIER_START), 0U);
	/* One row of migrate_device_select is about it. */
	if (mm_kunit_hides(&dirty_device_entry))
		scene->given.folio.dirty |= folio_test_dirty(scene->folio);
	sibling_expect(scene, row->expect);
}

/* Test that each mapping becomes a migration entry, and that it is announced. */
static void device_page(struct kunit *test)
{
	static const struct rmap_run run = { unit_rmap_try_to_migrate };
	struct sibling_scene *scene = sibling_build(test);

	rmap_run(scene, &run);
	expect_migrating(scene);
}

/* Test that it makes no difference who calls. */
static void device_page_of_the_caller(struct kunit *test)
{
	static const struct rmap_run run = { unit_rmap_try_to_migrate };
	struct sibling_scene *scene = sibling_build(test);

	kthread_use_mm(scene->space.mm);
	rmap_run(scene, &run);
	kthread_unuse_mm(scene->space.mm);
	expect_migrating(scene);
}

/* Test that each page of a folio keeps an entry of its own. */
static void device_folio_by_page(struct kunit *test)
{
	const struct by_page_case *row = test->param_value;

	mm_kunit_row_begin(test, row->name, &row->when);
	rmap_run_by_page(test, row);
}

/* try_to_migrate() of device memory. */
static struct kunit_case rmap_device_cases[] = {
	KUNIT_CASE_PARAM(device_page, device_pages_gen_params),
	KUNIT_CASE_PARAM(device_page_of_the_caller, device_pages_gen_params),
	KUNIT_CASE_PARAM(device_folio_by_page, device_folios_gen_params),
	{}
};

static struct kunit_suite rmap_device_suite = {
	.name = "rmap_device",
	.suite_init = devmem_suite_init,
	.suite_exit = devmem_suite_exit,
	.init = sibling_scene_init,
	.exit = sibling_scene_exit,
	.test_cases = rmap_device_cases,
};

kunit_test_suite(rmap_device_suite);
