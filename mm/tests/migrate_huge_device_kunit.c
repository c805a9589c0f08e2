// SPDX-License-Identifier: GPL-2.0
/*
 * Huge pages that move to a device, or come back from one, as a whole.
 */
#include "migrate_devmem.h"
#include "migrate_huge.h"
#include "migrate_known_issues.h"
#include "mm_kunit/order.h"

#define COMPOUND	MIGRATE_PFN_COMPOUND
#define SINCE_COMPOUND	.since = KERNEL(6, 19)
#define OWN_HUGE	{ .huge = 1, .pte = { .write = 1, .dirty = 1 }, \
			  .exclusive = 1 }
#define OWN_PMD	{ .maps = MAPS_DEVICE, .huge = 1, \
		  .pte = { .write = 1 }, .exclusive = 1 }

/**
 * struct huge_device_case - a row about one PMD
 * @name: what it says, as a test name
 * @when: the kernels it is for
 * @given: what the PMD maps
 * @to: where it is to go
 * @expect: the claim
 */
struct huge_device_case {
	const char *name;
	struct mm_kunit_when when;
	struct mm_kunit_given given;
	enum devmem_destination to;
	struct migrate_expect expect;
};

/* contract 4.1, 8.5 and 9.3: a huge page arrives on a device in one PMD. */
static const struct huge_device_case moved_to_device[] = {
	{ "writable_dirty_pmd", { SINCE_COMPOUND }, OWN_HUGE, TO_DEVICE,
	  { MIGRATED, COMPOUND | MIGRATE_PFN_WRITE } },
	{ "exclusive_read_only_young_pmd", { SINCE_COMPOUND },
	  { .huge = 1, .pte = { .young = 1 }, .exclusive = 1 }, TO_DEVICE,
	  { MIGRATED, COMPOUND } },
	{ "pmd_that_is_not_exclusive", { SINCE_COMPOUND }, { .huge = 1 },
	  TO_DEVICE, { MIGRATED, COMPOUND } },
	{ "soft_dirty_pmd", { SINCE_COMPOUND, .needs = NEEDS_SOFT_DIRTY },
	  { .huge = 1, .pte = { .soft_dirty = 1 }, .exclusive = 1 },
	  TO_DEVICE, { MIGRATED, COMPOUND } },
	{ "soft_dirty_pmd_that_is_not_exclusive",
	  { SINCE_COMPOUND, .needs = NEEDS_SOFT_DIRTY,
	    .known_issue = &soft_dirty_taken_for_write },
	  { .huge = 1, .pte = { .soft_dirty = 1 } },
	  TO_DEVICE, { MIGRATED, COMPOUND } },
	{ "uffd_pmd", { SINCE_COMPOUND, .needs = NEEDS_UFFD_WP },
	  { .huge = 1, .pte = { .uffd = 1 }, .exclusive = 1 },
	  TO_DEVICE, { MIGRATED, COMPOUND } },
	/* What a fork copied is soft-dirty. */
	{ "pmd_that_a_fork_shares",
	  { SINCE_COMPOUND, .known_issue = &soft_dirty_taken_for_write },
	  { MAPS_SHARED_ANON, .huge = 1 }, TO_DEVICE,
	  { MIGRATED, COMPOUND } },
	{ "pmd_of_a_device_that_a_fork_shares", { SINCE_COMPOUND },
	  { .maps = MAPS_SHARED_DEVICE, .huge = 1 }, TO_DEVICE,
	  { MIGRATED, COMPOUND } },
	{ "writable_pmd_of_a_device", { SINCE_COMPOUND }, OWN_PMD, TO_DEVICE,
	  { MIGRATED, COMPOUND | MIGRATE_PFN_WRITE } },
	{ "writable_young_pmd_to_coherent_memory", { SINCE_COMPOUND },
	  { .huge = 1, .pte = { .write = 1, .young = 1 }, .exclusive = 1 },
	  TO_COHERENT, { MIGRATED, COMPOUND | MIGRATE_PFN_WRITE } },
};

/* contract 4.1, 8.3 and 9.3: it comes back with what its entry said. */
static const struct huge_device_case moved_to_system[] = {
	{ "writable_pmd", { SINCE_COMPOUND }, OWN_PMD, TO_SYSTEM,
	  { MIGRATED, COMPOUND | MIGRATE_PFN_WRITE } },
	{ "exclusive_read_only_pmd", { SINCE_COMPOUND },
	  { .maps = MAPS_DEVICE, .huge = 1, .exclusive = 1 }, TO_SYSTEM,
	  { MIGRATED, COMPOUND } },
	{ "pmd_that_is_not_exclusive", { SINCE_COMPOUND },
	  { .maps = MAPS_DEVICE, .huge = 1 }, TO_SYSTEM,
	  { MIGRATED, COMPOUND } },
	{ "pmd_of_a_dirty_folio", { SINCE_COMPOUND },
	  { .maps = MAPS_DEVICE, .huge = 1, .exclusive = 1, .dirty = 1 },
	  TO_SYSTEM, { MIGRATED, COMPOUND } },
	{ "soft_dirty_uffd_pmd", { SINCE_COMPOUND, .needs = NEEDS_UFFD_WP },
	  { .maps = MAPS_DEVICE, .huge = 1, .exclusive = 1,
	    .pte = { .soft_dirty = 1, .uffd = 1 } },
	  TO_SYSTEM, { MIGRATED, COMPOUND } },
	{ "pmd_whose_accesses_userfaultfd_hears_of",
	  { SINCE_COMPOUND, .needs = NEEDS_UFFD_RWP },
	  { .maps = MAPS_DEVICE, .huge = 1, .exclusive = 1,
	    .pte = { .no_access = 1, .uffd = 1 } },
	  TO_SYSTEM, { MIGRATED, COMPOUND } },
	{ "pmd_that_a_fork_shares", { SINCE_COMPOUND },
	  { .maps = MAPS_SHARED_DEVICE, .huge = 1 }, TO_SYSTEM,
	  { MIGRATED, COMPOUND } },
	{ "page_of_a_fault", { SINCE_COMPOUND },
	  { .maps = MAPS_DEVICE, .huge = 1, .pte = { .write = 1 },
	    .exclusive = 1, .locked = 1, .extra_refs = 1 }, TO_SYSTEM,
	  { MIGRATED, COMPOUND | MIGRATE_PFN_WRITE } },
	{ "page_of_a_fault_that_a_fork_shares", { SINCE_COMPOUND },
	  { .maps = MAPS_SHARED_DEVICE, .huge = 1, .locked = 1,
	    .extra_refs = 1 }, TO_SYSTEM, { MIGRATED, COMPOUND } },
};

/* contract 4.2: a huge page of a device that stays is mapped as it was. */
static const struct huge_device_case kept_on_device[] = {
	{ "writable_pmd", { SINCE_COMPOUND }, OWN_PMD, TO_NOWHERE,
	  { RESTORED, COMPOUND | MIGRATE_PFN_WRITE } },
	{ "pmd_that_is_not_exclusive", { SINCE_COMPOUND },
	  { .maps = MAPS_DEVICE, .huge = 1 }, TO_NOWHERE,
	  { RESTORED, COMPOUND } },
	{ "soft_dirty_uffd_pmd", { SINCE_COMPOUND, .needs = NEEDS_UFFD_WP },
	  { .maps = MAPS_DEVICE, .huge = 1, .exclusive = 1,
	    .pte = { .soft_dirty = 1, .uffd = 1 } }, TO_NOWHERE,
	  { RESTORED, COMPOUND } },
	{ "pmd_that_a_fork_shares", { SINCE_COMPOUND },
	  { .maps = MAPS_SHARED_DEVICE, .huge = 1 }, TO_NOWHERE,
	  { RESTORED, COMPOUND } },
	{ "page_of_a_fault", { SINCE_COMPOUND },
	  { .maps = MAPS_DEVICE, .huge = 1, .pte = { .write = 1 },
	    .exclusive = 1, .locked = 1, .extra_refs = 1 }, TO_NOWHERE,
	  { RESTORED, COMPOUND | MIGRATE_PFN_WRITE } },
};

/* contract 4.3, 8.5 and 9.7: so is a huge page where nothing was. */
static const struct huge_device_case populated_with_device[] = {
	{ "empty_pmd", { SINCE_COMPOUND }, { MAPS_HOLE, .huge = 1 },
	  TO_DEVICE, { POPULATED, COMPOUND } },
	{ "pmd_without_a_table_of_pmds", { SINCE_COMPOUND },
	  { MAPS_NO_TABLE, .huge = 1 }, TO_DEVICE, { POPULATED, COMPOUND } },
	{ "huge_zero_page", { SINCE_COMPOUND }, { MAPS_ZERO_PAGE, .huge = 1 },
	  TO_DEVICE, { POPULATED, COMPOUND } },
	{ "empty_pmd_with_coherent_memory", { SINCE_COMPOUND },
	  { MAPS_HOLE, .huge = 1 }, TO_COHERENT, { POPULATED, COMPOUND } },
};

MM_KUNIT_ROWS(moved_to_device);
MM_KUNIT_ROWS(moved_to_system);
MM_KUNIT_ROWS(kept_on_device);
MM_KUNIT_ROWS(populated_with_device);

static struct migrate_scene *build_row(struct kunit *test)
{
	const struct huge_device_case *row = test->param_value;
	struct migrate_scene *scene;

	begin_whole_pmd_row(test, row->name, &row->when);
	scene = migrate_build(test, &row->given, 1);
	devmem_select(scene, DEVMEM_SELECT_ALL | MIGRATE_VMA_SELECT_COMPOUND);
	if (row->given.locked)
		scene->args.fault_page = scene->pages[0].page;
	return scene;
}

static void run_row(struct kunit *test)
{
	const struct huge_device_case *row = test->param_value;
	struct migrate_scene *scene = build_row(test);

	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	devmem_give(scene, 0, row->to);
	run_pages(scene);
	expect_outcome(scene, 0, &row->expect);
	run_finalize(scene);
	expect_outcome(scene, 0, &row->expect);
	expect_splits(scene);
	mm_kunit_expect_flush_before_unlock(test);
	mm_kunit_expect_balanced(test);
}

/* Test that a huge page is one of the device's, and says what it said. */
static void pmd_to_device(struct kunit *test)
{
	run_row(test);
}

/* Test that a huge page of a device is present again, as it was before. */
static void pmd_to_system(struct kunit *test)
{
	run_row(test);
}

/* Test that a huge page without a destination stays on its device. */
static void pmd_that_stays(struct kunit *test)
{
	run_row(test);
}

/* Test that memory of a device is mapped where nothing was. */
static void pmd_populated(struct kunit *test)
{
	run_row(test);
}

/* contract 4.3 and 8.5: a mapping that is read-only gets no writable entry. */
static const struct huge_device_case read_only_mappings[] = {
	{ "empty_pmd", { SINCE_COMPOUND }, { MAPS_HOLE, .huge = 1 },
	  TO_DEVICE },
	{ "huge_zero_page", { SINCE_COMPOUND }, { MAPS_ZERO_PAGE, .huge = 1 },
	  TO_DEVICE },
};

MM_KUNIT_ROWS(read_only_mappings);

/* Test that what may not be written to is mapped read-only on a device. */
static void read_only_mapping(struct kunit *test)
{
	const struct huge_device_case *row = test->param_value;
	struct migrate_scene *scene = build_row(test);
	struct mm_kunit_state got;

	mm_kunit_change_flags(&scene->space, 0, VM_WRITE);
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	devmem_give(scene, 0, row->to);
	run_pages(scene);
	run_finalize(scene);
	mm_kunit_snapshot(&scene->pages[0], scene->dst_page[0], &got);
	KUNIT_EXPECT_EQ(test, got.pte.kind, (long)PTE_DEVICE_PRIVATE);
	KUNIT_EXPECT_EQ(test, got.pte.huge, 1L);
	KUNIT_EXPECT_EQ(test, got.pte.pfn,
			(long)page_to_pfn(scene->dst_page[0]));
	KUNIT_EXPECT_EQ(test, got.pte.write, 0L);
	KUNIT_EXPECT_EQ(test, got.folio.exclusive, 1L);
	KUNIT_EXPECT_EQ(test, got.anon_pages, (long)HUGE_PAGES);
}

/* contract 4.5: a huge page that is used again after setup stays. */
static const struct huge_device_case used_again[] = {
	{ "huge_page_that_is_to_go_to_a_device", { SINCE_COMPOUND },
	  { .huge = 1, .pte = { .write = 1 }, .exclusive = 1 }, TO_DEVICE,
	  { RESTORED, COMPOUND | MIGRATE_PFN_WRITE } },
	{ "huge_page_of_a_device", { SINCE_COMPOUND }, OWN_PMD, TO_SYSTEM,
	  { RESTORED, COMPOUND | MIGRATE_PFN_WRITE } },
	{ "huge_page_of_a_fault", { SINCE_COMPOUND },
	  { .maps = MAPS_DEVICE, .huge = 1, .exclusive = 1, .locked = 1,
	    .extra_refs = 1 }, TO_SYSTEM, { RESTORED, COMPOUND } },
};

MM_KUNIT_ROWS(used_again);

/* Test that neither page changes its owner while somebody uses one. */
static void pmd_used_again(struct kunit *test)
{
	const struct huge_device_case *row = test->param_value;
	struct migrate_scene *scene = build_row(test);
	struct mm_kunit_state before = {}, after = {};

	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	devmem_give(scene, 0, row->to);
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

/* contract 8.7: a huge page of a kind that can't be mapped is refused. */
static const struct huge_device_case refused_kinds[] = {
	{ "huge_page", { SINCE_COMPOUND },
	  { .huge = 1, .pte = { .write = 1 }, .exclusive = 1 }, TO_GENERIC,
	  { RESTORED, COMPOUND | MIGRATE_PFN_WRITE } },
	{ "huge_page_that_a_fork_shares", { SINCE_COMPOUND },
	  { MAPS_SHARED_ANON, .huge = 1 }, TO_GENERIC,
	  { RESTORED, COMPOUND } },
	{ "huge_page_of_a_device", { SINCE_COMPOUND }, OWN_PMD, TO_GENERIC,
	  { RESTORED, COMPOUND | MIGRATE_PFN_WRITE } },
	{ "empty_pmd", { SINCE_COMPOUND }, { MAPS_HOLE, .huge = 1 },
	  TO_GENERIC, { SKIPPED } },
	{ "huge_zero_page", { SINCE_COMPOUND }, { MAPS_ZERO_PAGE, .huge = 1 },
	  TO_GENERIC, { SKIPPED } },
};

MM_KUNIT_ROWS(refused_kinds);

/* Test that memory that can't be told from a device's own is not mapped. */
static void refused_kind(struct kunit *test)
{
	const struct huge_device_case *row = test->param_value;
	struct migrate_scene *scene = build_row(test);

	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	devmem_give(scene, 0, row->to);
	KUNIT_EXPECT_TRUE(test, scene->args.dst[0] & COMPOUND);
	run_pages(scene);
	KUNIT_EXPECT_FALSE(test, scene->args.src[0] & MIGRATE_PFN_MIGRATE);
	run_finalize(scene);
	/* Whether what is not moved is still called COMPOUND is nobody's. */
	if (row->expect.outcome == SKIPPED)
		scene->args.src[0] &= ~COMPOUND;
	expect_outcome(scene, 0, &row->expect);
	KUNIT_EXPECT_FALSE(test, PageLocked(scene->dst_page[0]));
	mm_kunit_expect_balanced(test);
}

/* Huge pages that go to a device and come back. */
static struct kunit_case huge_device_cases[] = {
	KUNIT_CASE_PARAM(pmd_to_device, moved_to_device_gen_params),
	KUNIT_CASE_PARAM(pmd_to_system, moved_to_system_gen_params),
	KUNIT_CASE_PARAM(pmd_that_stays, kept_on_device_gen_params),
	KUNIT_CASE_PARAM(pmd_populated, populated_with_device_gen_params),
	KUNIT_CASE_PARAM(read_only_mapping, read_only_mappings_gen_params),
	KUNIT_CASE_PARAM(pmd_used_again, used_again_gen_params),
	KUNIT_CASE_PARAM(refused_kind, refused_kinds_gen_params),
	{}
};

static struct kunit_suite huge_device_suite = {
	.name = "migrate_device_huge_device",
	.suite_init = devmem_suite_init,
	.suite_exit = devmem_suite_exit,
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = huge_device_cases,
};

kunit_test_suite(huge_device_suite);
