// SPDX-License-Identifier: GPL-2.0
/*
 * migrate_device_range() over folios of several sizes: each has its entry, and
 * what becomes of one does not matter to the next.
 */
#include "migrate_device_unit.h"
#include "migrate_devmem.h"

#define SMALL	4UL
#define ORDER	ilog2(SMALL)
#define PAGES	(SMALL + 1)

static const struct mm_kunit_when since_compound = {
	.since = KERNEL(6, 19), .needs = NEEDS_THP,
};

/* A folio of four pages and, behind it, a page, mapped one behind the other. */
static struct page *map_folio_and_page(struct kunit *test)
{
	struct mm_kunit_device *device = mm_kunit_device(MEMORY_DEVICE_PRIVATE);
	static const struct mm_kunit_given nothing = { MAPS_NO_TABLE };
	struct migrate_scene *scene;
	struct mm_kunit_space *space;
	struct page *page, *behind;

	mm_kunit_row_begin(test, NULL, &since_compound);
	scene = migrate_build(test, &nothing, 1);
	space = &scene->space;
	/* A fault makes what the mapping needs; its page makes way. */
	KUNIT_ASSERT_EQ(test, 0, mm_kunit_fault(space, space->start, true));
	mm_kunit_zap(space, space->start, PAGE_SIZE);
	page = mm_kunit_device_take(device, ORDER);
	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_ASSERT_EQ(test, 0,
			mm_kunit_device_map(space, space->start, page));
	behind = mm_kunit_device_take(device, 0);
	KUNIT_ASSERT_PTR_EQ(test, behind, page + SMALL);
	KUNIT_ASSERT_EQ(test, 0,
			mm_kunit_device_map(space,
					    space->start + SMALL * PAGE_SIZE,
					    behind));
	return page;
}

static void run_range(struct page *page, unsigned long *src)
{
	memset_l(src, SCENE_POISON, PAGES);
	unit_migrate_device_range(src, page_to_pfn(page), PAGES);
}

static void finish(unsigned long *src)
{
	unsigned long dst[PAGES] = {};

	unit_migrate_device_pages(src, dst, PAGES);
	unit_migrate_device_finalize(src, dst, PAGES);
}

/* contract 7.2: neither lock nor reference is kept for what has to stay. */
static void busy_page_behind_a_folio(struct kunit *test)
{
	struct page *page = map_folio_and_page(test);
	struct folio *busy = page_folio(page + SMALL);
	unsigned long src[PAGES];

	folio_ref_add(busy, 2);
	run_range(page, src);
	KUNIT_EXPECT_EQ(test, src[0], migrate_pfn(page_to_pfn(page)) |
				      MIGRATE_PFN_MIGRATE |
				      MIGRATE_PFN_COMPOUND);
	KUNIT_EXPECT_EQ(test, src[SMALL], 0UL);
	KUNIT_EXPECT_FALSE(test, folio_test_locked(busy));
	KUNIT_EXPECT_EQ(test, folio_ref_count(busy), 3);
	folio_ref_sub(busy, 2);
	finish(src);
}

/* contract 7.3: a folio that is passed over does not take others along. */
static void page_behind_a_locked_folio(struct kunit *test)
{
	struct page *page = map_folio_and_page(test);
	unsigned long src[PAGES];

	lock_page(page);
	run_range(page, src);
	unlock_page(page);
	KUNIT_EXPECT_FALSE(test, src[0] & MIGRATE_PFN_VALID);
	KUNIT_EXPECT_EQ(test, src[SMALL],
			migrate_pfn(page_to_pfn(page) + SMALL) |
			MIGRATE_PFN_MIGRATE);
	finish(src);
}

/* Folios of several sizes. */
static struct kunit_case devmem_range_cases[] = {
	KUNIT_CASE(busy_page_behind_a_folio),
	KUNIT_CASE(page_behind_a_locked_folio),
	{}
};

static struct kunit_suite devmem_range_suite = {
	.name = "migrate_device_sizes",
	.suite_init = devmem_suite_init,
	.suite_exit = devmem_suite_exit,
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = devmem_range_cases,
};

kunit_test_suite(devmem_range_suite);
