/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Device memory on UML, which has no memory hotplug.
 *
 * Included before everything else in mm/memremap.c and mm/mm_init.c, and
 * nowhere else. Both take it for granted that who has ZONE_DEVICE can also add
 * and remove memory, section by section. Here the pages of a pagemap are those
 * of an allocation: their struct pages exist, they are mapped, and nothing
 * needs to be added. memmap_init_zone_device() makes device pages of them;
 * when the pagemap goes they become what the page allocator gave out, single
 * pages with one reference, which whoever allocated them frees.
 */
#ifndef _MM_KUNIT_UML_ZONE_DEVICE_H
#define _MM_KUNIT_UML_ZONE_DEVICE_H

#include <linux/kasan.h>
#include <linux/memory_hotplug.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/pageblock-flags.h>
#include <linux/sizes.h>
#include <linux/slab.h>

/* Only how often to reschedule, and an alignment that nobody asks for. */
#define PAGES_PER_SECTION	BIT(27 - PAGE_SHIFT)
#define SUBSECTION_SIZE		SZ_2M

/* There are no sections, and no struct page is shared. */
#define __pfn_to_section(...)	NULL
#define early_section(...)	false

struct mhp_params {
	struct vmem_altmap *altmap;
	pgprot_t pgprot;
	struct dev_pagemap *pgmap;
};

static inline void mm_kunit_retype_pages(unsigned long start, unsigned long nr)
{
	unsigned long pfn;

	for (pfn = start; pfn < start + nr; pfn++) {
		struct page *page = pfn_to_page(pfn);
		int nid = page_to_nid(page);

		mm_zero_struct_page(page);
		set_page_links(page, ZONE_NORMAL, nid, pfn);
		init_page_count(page);
		atomic_set(&page->_mapcount, -1);
		INIT_LIST_HEAD(&page->lru);
	}
}

/*
 * With CONFIG_DEBUG_VM, a device page has to have a pageblock. Those of the
 * zone that had it before hold free pages as well, whose type has to stay.
 */
static inline void mm_kunit_span_pages(struct zone *device, unsigned long start)
{
	struct zone *zone = page_zone(pfn_to_page(start));
	size_t blocks = zone->spanned_pages / pageblock_nr_pages + 2;

	if (device->pageblock_flags)
		return;
	device->pageblock_flags = kcalloc(BITS_TO_LONGS(blocks * NR_PAGEBLOCK_BITS),
					  sizeof(unsigned long), GFP_KERNEL);
	if (!device->pageblock_flags)
		return;
	device->zone_start_pfn = zone->zone_start_pfn;
	device->spanned_pages = zone->spanned_pages;
}

/* What is left out does not matter here, and differs between kernels. */
#define mhp_range_allowed(start, ...)		pfn_valid(PHYS_PFN(start))
#define add_pages(...)				0
#define arch_add_memory(...)			0
#define move_pfn_range_to_zone(zone, start, ...) \
	mm_kunit_span_pages(zone, start)
#define remove_pfn_range_from_zone(zone, ...)	((void)(zone))
#define __remove_pages(pfn, nr, ...)		mm_kunit_retype_pages(pfn, nr)
#define arch_remove_memory(start, size, ...) \
	mm_kunit_retype_pages(PHYS_PFN(start), PHYS_PFN(size))

/* All of UML's memory has its shadow from the start. */
#define kasan_add_zero_shadow(...)	0
#define kasan_remove_zero_shadow(...)	do { } while (0)

#endif /* _MM_KUNIT_UML_ZONE_DEVICE_H */
