// SPDX-License-Identifier: GPL-2.0
/*
 * What the other suites take for granted of device memory. It is the kernel's
 * own on x86_64; on UML it stands on lib/mm_kunit/uml_zone_device.h.
 */
#include <linux/pagemap.h>

#include "migrate_known_issues.h"
#include "mm_kunit/compat.h"
#include "mm_kunit/device.h"
#include "mm_kunit/row.h"

static struct mm_kunit_device *create(struct kunit *test, enum memory_type type)
{
	KUNIT_ASSERT_EQ(test, 0, mm_kunit_device_create(type));
	return mm_kunit_device(type);
}

static struct dev_pagemap *pagemap_of(unsigned long pfn)
{
	struct dev_pagemap *pgmap = mm_kunit_get_pagemap(pfn);

	if (pgmap)
		put_dev_pagemap(pgmap);
	return pgmap;
}

static void expect_device_page(struct kunit *test,
			       struct mm_kunit_device *device,
			       struct page *page)
{
	enum memory_type type = device->pgmap.type;
	struct folio *folio = page_folio(page);

	KUNIT_EXPECT_TRUE(test, is_zone_device_page(page));
	KUNIT_EXPECT_EQ(test, is_device_private_page(page),
			type == MEMORY_DEVICE_PRIVATE);
	KUNIT_EXPECT_EQ(test, is_device_coherent_page(page),
			type == MEMORY_DEVICE_COHERENT);
	KUNIT_EXPECT_PTR_EQ(test, mm_kunit_pgmap(page), &device->pgmap);
	KUNIT_EXPECT_PTR_EQ(test, pagemap_of(page_to_pfn(page)),
			    &device->pgmap);
	KUNIT_EXPECT_EQ(test, folio_ref_count(folio),
			type == MEMORY_DEVICE_GENERIC);
	KUNIT_EXPECT_FALSE(test, folio_mapped(folio));
	KUNIT_EXPECT_FALSE(test, folio_test_lru(folio));
	KUNIT_EXPECT_FALSE(test, folio_test_locked(folio));
}

/* What was a device's is nobody's, or the page allocator's again. */
static void expect_no_device_page(struct kunit *test, unsigned long pfn)
{
	KUNIT_EXPECT_NULL(test, pagemap_of(pfn));
	if (pfn_valid(pfn))
		KUNIT_EXPECT_FALSE(test,
				   is_zone_device_page(pfn_to_page(pfn)));
}

static void expect_pages_of(struct kunit *test, enum memory_type type)
{
	struct mm_kunit_device *device = create(test, type);
	unsigned long pfn = page_to_pfn(device->first);

	expect_device_page(test, device, device->first);
	expect_device_page(test, device,
			   device->first + MM_KUNIT_DEVICE_PAGES - 1);
	KUNIT_EXPECT_EQ(test, mm_kunit_device_destroy(type), 0);
	expect_no_device_page(test, pfn);
	expect_no_device_page(test, pfn + MM_KUNIT_DEVICE_PAGES - 1);
}

/* Test that pages are a device's as long as its pagemap exists, no longer. */
static void private_pages_come_and_go(struct kunit *test)
{
	expect_pages_of(test, MEMORY_DEVICE_PRIVATE);
	/* With what the first time left behind. */
	expect_pages_of(test, MEMORY_DEVICE_PRIVATE);
}

/* Test that the same holds for memory that the processor can reach. */
static void coherent_pages_come_and_go(struct kunit *test)
{
	expect_pages_of(test, MEMORY_DEVICE_COHERENT);
}

/* Test that it does for memory that is mapped like any other. */
static void generic_pages_come_and_go(struct kunit *test)
{
	expect_pages_of(test, MEMORY_DEVICE_GENERIC);
}

/* Test that memory that was lent to a device can be used again. */
static void memory_is_good_afterwards(struct kunit *test)
{
	unsigned int order = get_order(MM_KUNIT_DEVICE_PAGES * PAGE_SIZE), i;
	struct page *pages;

	if (!IS_ENABLED(CONFIG_UML))
		mm_kunit_row_skip(test, NULL, "the memory is nobody's here");
	create(test, MEMORY_DEVICE_COHERENT);
	KUNIT_EXPECT_EQ(test, mm_kunit_device_destroy(MEMORY_DEVICE_COHERENT),
			0);
	for (i = 0; i < 4; i++) {
		pages = alloc_pages(GFP_KERNEL | __GFP_ZERO, order);
		KUNIT_ASSERT_NOT_NULL(test, pages);
		KUNIT_EXPECT_EQ(test, page_ref_count(pages), 1);
		KUNIT_EXPECT_EQ(test, page_zonenum(pages + 1),
				page_zonenum(pages));
		KUNIT_EXPECT_FALSE(test, is_zone_device_page(pages + 1));
		__free_pages(pages, order);
	}
}

/* contract 8.8: who takes a page gets it locked, with the only reference. */
static void taken_page_is_locked_and_referenced(struct kunit *test)
{
	enum memory_type type = MEMORY_DEVICE_PRIVATE;
	struct mm_kunit_device *device = create(test, type);
	struct page *page = mm_kunit_device_take(device, 0);

	KUNIT_ASSERT_PTR_EQ(test, page, device->first);
	KUNIT_EXPECT_TRUE(test, PageLocked(page));
	KUNIT_EXPECT_EQ(test, page_ref_count(page), 1);
	KUNIT_EXPECT_NULL(test, page->mapping);
	KUNIT_EXPECT_EQ(test, device->freed, 0);
	unlock_page(page);
	put_page(page);
	KUNIT_EXPECT_EQ(test, device->freed, 1);
	KUNIT_EXPECT_EQ(test, page_ref_count(page), 0);
	mm_kunit_expect_devices_idle(test);
	KUNIT_EXPECT_EQ(test, mm_kunit_device_destroy(type), 0);
}

static void expect_flag_goes(struct kunit *test,
			     const struct mm_kunit_when *when, int flag)
{
	enum memory_type type = MEMORY_DEVICE_PRIVATE;
	struct mm_kunit_device *device;
	struct page *page;
	int i;

	mm_kunit_row_begin(test, NULL, when);
	device = create(test, type);
	for (i = 0; i < 2; i++) {
		page = mm_kunit_device_take(device, 0);
		KUNIT_ASSERT_PTR_EQ(test, page, device->first);
		KUNIT_EXPECT_FALSE(test,
				   test_and_set_bit(flag, mm_kunit_page_flags(page)));
		unlock_page(page);
		put_page(page);
	}
	clear_bit(flag, mm_kunit_page_flags(page));
	KUNIT_EXPECT_EQ(test, mm_kunit_device_destroy(type), 0);
}

/* contract 8.8: nothing of what the page was before is left. */
static void page_used_again_is_clean(struct kunit *test)
{
	static const struct mm_kunit_when when = {
		.known_issue = &stale_device_flags,
	};

	expect_flag_goes(test, &when, PG_dirty);
}

/* contract 8.8: nor has it been used of late, as it has no user yet. */
static void page_used_again_is_not_active(struct kunit *test)
{
	static const struct mm_kunit_when when = {
		.known_issue = &stale_active_flag,
	};

	expect_flag_goes(test, &when, PG_active);
}

/* Test that a device is not taken away while it is in use, nor waited for. */
static void device_in_use_stays(struct kunit *test)
{
	enum memory_type type = MEMORY_DEVICE_PRIVATE;
	struct mm_kunit_device *device = create(test, type);
	struct page *page = mm_kunit_device_take(device, 0);

	KUNIT_EXPECT_EQ(test, mm_kunit_device_destroy(type), -EBUSY);
	KUNIT_EXPECT_PTR_EQ(test, mm_kunit_device(type), device);
	unlock_page(page);
	put_page(page);
	KUNIT_EXPECT_EQ(test, mm_kunit_device_destroy(type), 0);
	KUNIT_EXPECT_NULL(test, mm_kunit_device(type));
}

static void device_memory_exit(struct kunit *test)
{
	mm_kunit_row_end(test);
}

/* Devices that come and go, without any migration. */
static struct kunit_case device_memory_cases[] = {
	KUNIT_CASE(private_pages_come_and_go),
	KUNIT_CASE(coherent_pages_come_and_go),
	KUNIT_CASE(generic_pages_come_and_go),
	KUNIT_CASE(memory_is_good_afterwards),
	KUNIT_CASE(taken_page_is_locked_and_referenced),
	KUNIT_CASE(page_used_again_is_clean),
	KUNIT_CASE(page_used_again_is_not_active),
	KUNIT_CASE(device_in_use_stays),
	{}
};

static struct kunit_suite device_memory_suite = {
	.name = "mm_device_memory",
	.exit = device_memory_exit,
	.test_cases = device_memory_cases,
};

kunit_test_suite(device_memory_suite);
