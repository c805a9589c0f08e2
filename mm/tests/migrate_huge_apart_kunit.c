// SPDX-License-Identifier: GPL-2.0
/*
 * Huge pages and a device, of which one side has small pages only: a huge page
 * is split for them, and a huge page is refused to a small one.
 */
#include "migrate_devmem.h"
#include "migrate_huge.h"
#include "migrate_known_issues.h"

#define SINCE_COMPOUND	.since = KERNEL(6, 19)
#define OWN_HUGE	{ .huge = 1, .pte = { .write = 1, .dirty = 1, \
					      .soft_dirty = 1 }, \
			  .exclusive = 1 }
#define OWN_PMD	{ .maps = MAPS_DEVICE, .huge = 1, \
		  .pte = { .write = 1 }, .exclusive = 1 }

/**
 * struct apart_case - a row about a COMPOUND entry and small destinations
 * @name: what it says, as a test name
 * @when: the kernels it is for
 * @given: what the PMD maps
 * @to: where its pages are to go
 * @step: each of how many pages gets a destination, from the first one on
 * @mpfn: flags of the entries
 */
struct apart_case {
	const char *name;
	struct mm_kunit_when when;
	struct mm_kunit_given given;
	enum devmem_destination to;
	unsigned long step;
	unsigned long mpfn;
};

/* contract 8.5 and 9.8: the pages of a huge page move by themselves. */
static const struct apart_case split_sources[] = {
	{ "writable_pmd_of_a_device", { SINCE_COMPOUND }, OWN_PMD, TO_SYSTEM, 1,
	  MIGRATE_PFN_WRITE },
	{ "exclusive_read_only_pmd_of_a_device", { SINCE_COMPOUND },
	  { .maps = MAPS_DEVICE, .huge = 1, .exclusive = 1 }, TO_SYSTEM, 1 },
	{ "pmd_of_a_device_that_is_not_exclusive", { SINCE_COMPOUND },
	  { .maps = MAPS_DEVICE, .huge = 1 }, TO_SYSTEM, 1 },
	{ "soft_dirty_uffd_pmd_of_a_device",
	  { SINCE_COMPOUND, .needs = NEEDS_UFFD_WP },
	  { .maps = MAPS_DEVICE, .huge = 1, .exclusive = 1,
	    .pte = { .soft_dirty = 1, .uffd = 1 } }, TO_SYSTEM, 1 },
	{ "every_other_page_of_a_device", { SINCE_COMPOUND }, OWN_PMD,
	  TO_SYSTEM, 2, MIGRATE_PFN_WRITE },
	{ "pmd_of_a_device_to_the_same_device", { SINCE_COMPOUND }, OWN_PMD,
	  TO_DEVICE, 1, MIGRATE_PFN_WRITE },
	{ "writable_dirty_pmd_to_a_device", { SINCE_COMPOUND }, OWN_HUGE,
	  TO_DEVICE, 1, MIGRATE_PFN_WRITE },
	{ "pmd_that_is_not_exclusive_to_a_device", { SINCE_COMPOUND },
	  { .huge = 1 }, TO_DEVICE, 1 },
	{ "every_other_page_to_a_device", { SINCE_COMPOUND }, OWN_HUGE,
	  TO_DEVICE, 2, MIGRATE_PFN_WRITE },
};

/* contract 4.3 and 8.5: small pages of a device fill an empty PMD. */
static const struct apart_case filled_holes[] = {
	{ "empty_pmd", { SINCE_COMPOUND }, { MAPS_HOLE, .huge = 1 },
	  TO_DEVICE, 1 },
	{ "huge_zero_page", { SINCE_COMPOUND }, { MAPS_ZERO_PAGE, .huge = 1 },
	  TO_DEVICE, 1 },
};

MM_KUNIT_ROWS(split_sources);
MM_KUNIT_ROWS(filled_holes);

static bool has_dst(const struct apart_case *row, unsigned long at)
{
	return !(at % row->step);
}

static struct page *new_page(struct kunit *test, enum devmem_destination to)
{
	struct mm_kunit_device *device = mm_kunit_device(MEMORY_DEVICE_PRIVATE);
	struct page *page;

	if (to == TO_DEVICE) {
		page = mm_kunit_device_take(device, 0);
	} else {
		page = alloc_page(GFP_HIGHUSER_MOVABLE | __GFP_ZERO);
		if (page)
			lock_page(page);
	}
	KUNIT_ASSERT_NOT_NULL(test, page);
	return page;
}

/* The pages, of which no reference is the scene's yet. */
static struct page **give_small_pages(struct migrate_scene *scene)
{
	const struct apart_case *row = scene->test->param_value;
	struct page *src = scene->pages[0].page;
	struct page **dst;
	unsigned long at;

	dst = kunit_kcalloc(scene->test, HUGE_PAGES, sizeof(*dst), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(scene->test, dst);
	for (at = 0; at < HUGE_PAGES; at += row->step) {
		dst[at] = new_page(scene->test, row->to);
		if (src)
			mm_kunit_copy_page(dst[at], src + at);
		scene->args.dst[at] = migrate_pfn(page_to_pfn(dst[at]));
	}
	return dst;
}

static struct migrate_scene *build_row(struct kunit *test)
{
	const struct apart_case *row = test->param_value;
	struct migrate_scene *scene;

	begin_whole_pmd_row(test, row->name, &row->when);
	scene = migrate_build(test, &row->given, 1);
	devmem_select(scene, DEVMEM_SELECT_ALL | MIGRATE_VMA_SELECT_COMPOUND);
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	KUNIT_EXPECT_TRUE(test, scene->args.src[0] & MIGRATE_PFN_COMPOUND);
	return scene;
}

static void expect_each(struct migrate_scene *scene, enum migrate_outcome with)
{
	const struct apart_case *row = scene->test->param_value;
	const struct migrate_beside beside = {
		.populated = with == POPULATED ? HUGE_PAGES : 0,
		.new_tables = with == POPULATED,
	};
	struct migrate_expect expect = { .mpfn = row->mpfn };
	unsigned int i;

	for (i = 0; i < scene->nr; i++) {
		expect.outcome = has_dst(row, scene->at[i]) ? with : RESTORED;
		expect_outcome_beside(scene, i, &expect, &beside);
	}
}

/* Of the pages that nobody looks at closely, where they are. */
static void expect_places(struct migrate_scene *scene, struct page *head,
			  struct page **dst)
{
	struct mm_kunit_state got;
	unsigned long at;

	for (at = 0; at < HUGE_PAGES; at++) {
		struct mm_kunit_page page = {
			.space = &scene->space,
			.addr = scene->space.start + at * PAGE_SIZE,
		};
		struct page *want = dst[at] ?: head + at;

		mm_kunit_snapshot(&page, NULL, &got);
		mm_kunit_expect_equal(scene->test, got.pte.pfn,
				      page_to_pfn(want), "pfn of page %lu", at);
		mm_kunit_expect_equal(scene->test, got.pte.kind,
				      is_device_private_page(want) ?
					PTE_DEVICE_PRIVATE : PTE_PRESENT,
				      "entry of page %lu", at);
		mm_kunit_expect_equal(scene->test, PageLocked(want), false,
				      "lock of page %lu", at);
	}
}

static void run_row(struct kunit *test, enum migrate_outcome with)
{
	struct migrate_scene *scene = build_row(test);
	struct page *head = scene->pages[0].page;
	struct page **dst = give_small_pages(scene);
	unsigned int i;

	run_pages(scene);
	look_by_page(scene);
	for (i = 0; i < scene->nr; i++) {
		scene->dst_page[i] = dst[scene->at[i]];
		if (scene->dst_page[i])
			get_page(scene->dst_page[i]);
	}
	run_finalize(scene);
	expect_each(scene, with);
	expect_places(scene, head, dst);
}

/* Test that a huge page arrives at small ones, each with its content. */
static void split_source(struct kunit *test)
{
	run_row(test, MIGRATED);
}

/* Test that small pages of a device are mapped where nothing was. */
static void filled_hole(struct kunit *test)
{
	run_row(test, POPULATED);
}

/* Huge pages beside small ones of a device. */
static struct kunit_case huge_apart_cases[] = {
	KUNIT_CASE_PARAM(split_source, split_sources_gen_params),
	KUNIT_CASE_PARAM(filled_hole, filled_holes_gen_params),
	{}
};

static struct kunit_suite huge_apart_suite = {
	.name = "migrate_device_huge_apart",
	.suite_init = devmem_suite_init,
	.suite_exit = devmem_suite_exit,
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = huge_apart_cases,
};

kunit_test_suite(huge_apart_suite);
