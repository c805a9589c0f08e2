// SPDX-License-Identifier: GPL-2.0
#include <linux/bitmap.h>
#include <linux/highmem.h>
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/memcontrol.h>
#include <linux/memory_hotplug.h>
#include <linux/pagemap.h>
#include <linux/slab.h>

#include "compat.h"
#include "device.h"
#include "trial.h"

#define DEVICE_BYTES	((unsigned long)MM_KUNIT_DEVICE_PAGES << PAGE_SHIFT)

/* One of a type is enough; drivers tell theirs apart by the owner. */
static struct mm_kunit_device *devices[MEMORY_DEVICE_PCI_P2PDMA + 1];

/**
 * mm_kunit_device() - the device of the running suite
 * @type: of its memory
 *
 * Return: the device, NULL if the suite has none.
 */
struct mm_kunit_device *mm_kunit_device(enum memory_type type)
{
	return devices[type];
}

static struct mm_kunit_device *device_of(struct page *page)
{
	return container_of(mm_kunit_pgmap(page), struct mm_kunit_device,
			    pgmap);
}

static unsigned long index_of(struct mm_kunit_device *device, struct page *page)
{
	return page_to_pfn(page) - page_to_pfn(device->first);
}

/* On UML all memory is there, and a coherent device's can be read. */
static bool is_reachable(struct mm_kunit_device *device)
{
	return IS_ENABLED(CONFIG_UML) &&
	       device->pgmap.type == MEMORY_DEVICE_COHERENT;
}

/**
 * mm_kunit_device_word() - the content of device memory
 * @page: a page
 *
 * What a device holds is its own business, and the processor can't read it. A
 * word is kept beside each page to play that part.
 *
 * Return: where that word is, NULL if @page is none that needs it.
 */
unsigned long *mm_kunit_device_word(struct page *page)
{
	struct mm_kunit_device *device;

	if (!is_zone_device_page(page))
		return NULL;
	device = device_of(page);
	if (is_reachable(device))
		return NULL;
	return &device->word[index_of(device, page)];
}

/*
 * No interface tells how many references there are while others may be taken;
 * a switch to atomic mode would be for good. Only differences mean something.
 */
static long pagemap_refs(struct mm_kunit_device *device)
{
	struct percpu_ref *ref = &device->pgmap.ref;
	unsigned long __percpu *counts;
	long sum = 0;
	int cpu;

	counts = (unsigned long __percpu *)(ref->percpu_count_ptr &
					    ~(unsigned long)__PERCPU_REF_ATOMIC_DEAD);
	for_each_possible_cpu(cpu)
		sum += *per_cpu_ptr(counts, cpu);
	return sum;
}

static unsigned int pages_taken(struct mm_kunit_device *device)
{
	return bitmap_weight(device->taken, MM_KUNIT_DEVICE_PAGES);
}

/* Called with the page as the core has left it, no reference and no lock. */
static void page_freed(struct page *page)
{
	struct mm_kunit_device *device = device_of(page);
	unsigned long index = index_of(device, page);
	unsigned int nr = 1U << compound_order(page);

	if (device->pgmap.type == MEMORY_DEVICE_GENERIC)
		return;
	device->freed++;
	if (!test_bit(index, device->taken) || page->mapping ||
	    PageLocked(page) || folio_mapped(page_folio(page)) ||
	    pagemap_refs(device) - device->base < pages_taken(device) ||
	    test_bit(PG_anon_exclusive, mm_kunit_page_flags(page)))
		device->misfreed++;
	bitmap_clear(device->taken, index, nr);
}

#if MM_KUNIT_HAS_FOLIO_FREE
static void folio_freed(struct folio *folio)
{
	page_freed(&folio->page);
}
#endif

static vm_fault_t migrate_to_ram(struct vm_fault *vmf)
{
	struct mm_kunit_device *device = device_of(vmf->page);

	if (!device->fault)
		return VM_FAULT_SIGBUS;
	return device->fault(vmf, device->context);
}

static const struct dev_pagemap_ops device_ops = {
#if MM_KUNIT_HAS_FOLIO_FREE
	.folio_free = folio_freed,
#else
	.page_free = page_freed,
#endif
	.migrate_to_ram = migrate_to_ram,
};

/* Where nothing can be plugged in, the device takes memory that is there. */
static int get_pages(struct mm_kunit_device *device)
{
	unsigned int order = get_order(DEVICE_BYTES);
	struct page *pages = alloc_pages(GFP_KERNEL, order);

	if (!pages)
		return -ENOMEM;
	split_page(pages, order);
	device->pgmap.range.start = page_to_phys(pages);
	device->pgmap.range.end = page_to_phys(pages) + DEVICE_BYTES - 1;
	return 0;
}

/* Before 6.11, arm64 offers more than it can map. */
static resource_size_t last_mappable(void)
{
#ifdef CONFIG_MEMORY_HOTPLUG
	return mhp_get_pluggable_range(true).end;
#else
	return iomem_resource.end;
#endif
}

static int get_region(struct mm_kunit_device *device)
{
	struct resource base = iomem_resource, *region;

	base.end = min(base.end, last_mappable());
	region = request_free_mem_region(&base, DEVICE_BYTES, "mm_kunit");
	if (IS_ERR(region))
		return PTR_ERR(region);
	device->region = region;
	device->pgmap.range.start = region->start;
	device->pgmap.range.end = region->end;
	return 0;
}

static void put_memory(struct mm_kunit_device *device)
{
	unsigned long start = PHYS_PFN(device->pgmap.range.start), i;

	if (!device->pgmap.range.end)
		return;
	if (device->region) {
		release_mem_region(device->region->start,
				   resource_size(device->region));
		return;
	}
	for (i = 0; i < MM_KUNIT_DEVICE_PAGES; i++)
		__free_page(pfn_to_page(start + i));
}

static int map_pages(struct mm_kunit_device *device)
{
	struct dev_pagemap *pgmap = &device->pgmap;
	void *addr;
	int err;

	err = IS_ENABLED(CONFIG_UML) ? get_pages(device) : get_region(device);
	if (err)
		return err;
	addr = memremap_pages(pgmap, 0);
	if (IS_ERR(addr))
		return PTR_ERR(addr);
	device->base = pagemap_refs(device);
	device->first = pfn_to_page(PHYS_PFN(pgmap->range.start));
	return 0;
}

/**
 * mm_kunit_device_create() - give the suite a device
 * @type: of its memory; one of that type that could not be destroyed is left
 *	behind
 *
 * Context: may sleep.
 * Return: 0 or -errno.
 */
int mm_kunit_device_create(enum memory_type type)
{
	struct mm_kunit_device *device;
	int err;

	if (devices[type])
		pr_err("mm_kunit: device memory that is in use is left behind\n");
	device = kzalloc(sizeof(*device), GFP_KERNEL);
	if (!device)
		return -ENOMEM;
	device->pgmap.type = type;
	device->pgmap.nr_range = 1;
	device->pgmap.ops = &device_ops;
	device->pgmap.owner = device;
	err = map_pages(device);
	if (err) {
		put_memory(device);
		kfree(device);
		return err;
	}
	devices[type] = device;
	return 0;
}

/**
 * mm_kunit_device_destroy() - take the suite's device away
 * @type: of its memory; nothing happens if there is none
 *
 * To unmap a pagemap waits for its last page, for ever if need be. A device
 * whose pages are in use stays; who leaked them has failed in
 * mm_kunit_expect_devices_idle().
 *
 * Context: may sleep.
 * Return: 0 or -EBUSY.
 */
int mm_kunit_device_destroy(enum memory_type type)
{
	struct mm_kunit_device *device = devices[type];

	if (!device)
		return 0;
	if (pagemap_refs(device) != device->base)
		return -EBUSY;
	devices[type] = NULL;
	memunmap_pages(&device->pgmap);
	put_memory(device);
	kfree(device);
	return 0;
}

/*
 * Pages of this type have a reference for good, and are not freed: the first
 * one is small, the first that can be is large once it was asked for.
 */
static struct page *take_generic(struct mm_kunit_device *device,
				 unsigned int order)
{
	unsigned long index = order ? 1UL << order : 0;
	struct page *page = device->first + index;

	if (2 * index > MM_KUNIT_DEVICE_PAGES)
		return NULL;
	memset(&device->word[index], 0, sizeof(*device->word) << order);
	if (order && !PageHead(page))
		prep_compound_page(page, order);
	lock_page(page);
	return page;
}

/**
 * mm_kunit_device_take() - allocate device memory, as a driver does
 * @device: the device
 * @order: of the folio; above 0 on kernels that have large device folios only
 *
 * Return: the first page, locked, with one reference, which is the caller's;
 * NULL if there is no memory.
 */
struct page *mm_kunit_device_take(struct mm_kunit_device *device,
				  unsigned int order)
{
	unsigned int nr = 1U << order;
	unsigned long index;
	struct page *page;

	if (device->pgmap.type == MEMORY_DEVICE_GENERIC)
		return take_generic(device, order);
	index = bitmap_find_next_zero_area(device->taken, MM_KUNIT_DEVICE_PAGES,
					   0, nr, nr - 1);
	if (index >= MM_KUNIT_DEVICE_PAGES)
		return NULL;
	page = device->first + index;
	memset(&device->word[index], 0, nr * sizeof(*device->word));
	if (is_reachable(device))
		clear_highpage(page);
	bitmap_set(device->taken, index, nr);
	mm_kunit_device_page_init(page, &device->pgmap, order);
	return page;
}

static void expect_idle(struct kunit *test, struct mm_kunit_device *device)
{
	unsigned int taken = pages_taken(device);
	unsigned int i;

	mm_kunit_expect_equal(test, pagemap_refs(device) - device->base,
			      taken,
			      "references of the pagemap less pages in use");
	mm_kunit_expect_equal(test, taken, 0, "device pages in the end");
	mm_kunit_expect_equal(test, device->misfreed, 0,
			      "device pages freed that could not be");
	/* zone_device_page_init() keeps them from one use to the next. */
	for (i = 0; device->freed && i < MM_KUNIT_DEVICE_PAGES; i++)
		*mm_kunit_page_flags(device->first + i) &=
			~(BIT(PG_active) | BIT(PG_swapbacked));
	device->misfreed = 0;
	device->freed = 0;
	device->fault = NULL;
}

/**
 * mm_kunit_expect_devices_idle() - claim that all device memory came back
 * @test: the case that ends
 *
 * Each page that was handed out was given to the free callback, once, with
 * nothing left on it, and the pagemap has as many references as before.
 */
void mm_kunit_expect_devices_idle(struct kunit *test)
{
	enum memory_type type;

	for (type = 0; type < ARRAY_SIZE(devices); type++) {
		if (devices[type])
			expect_idle(test, devices[type]);
	}
}

static pte_t pte_of(struct mm_kunit_space *space, struct page *page)
{
	unsigned long pfn = page_to_pfn(page);

	if (is_device_private_page(page))
		return swp_entry_to_pte(make_readable_device_private_entry(pfn));
	return pte_wrprotect(mk_pte(page, space->vma->vm_page_prot));
}

/**
 * mm_kunit_device_map() - map a folio of a device page by page, read-only
 * @space: the address space
 * @addr: user virtual address, with a page table but nothing mapped, in a
 *	mapping that has an anon_vma
 * @page: the first, as mm_kunit_device_take() gave it; unlocked afterwards, its
 *	reference is the mapping's
 *
 * Return: 0 or -ENOMEM.
 */
int mm_kunit_device_map(struct mm_kunit_space *space, unsigned long addr,
			struct page *page)
{
	struct folio *folio = page_folio(page);
	unsigned long i, nr = folio_nr_pages(folio);
	struct mm_struct *mm = space->mm;
	spinlock_t *ptl;
	pte_t *ptep;

	if (mem_cgroup_charge(folio, mm, GFP_KERNEL))
		return -ENOMEM;
	__folio_mark_uptodate(folio);
	ptep = get_locked_pte(mm, addr, &ptl);
	if (!ptep)
		return -ENOMEM;
	add_mm_counter(mm, MM_ANONPAGES, nr);
	mm_kunit_add_new_anon_rmap(folio, space->vma, addr);
	folio_ref_add(folio, nr - 1);
	for (i = 0; i < nr; i++)
		set_pte_at(mm, addr + i * PAGE_SIZE, ptep + i,
			   pte_of(space, page + i));
	pte_unmap_unlock(ptep, ptl);
	folio_unlock(folio);
	return 0;
}
