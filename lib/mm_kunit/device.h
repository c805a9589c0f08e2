/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Device memory without a device: pagemaps whose pages a case hands out, and
 * which notice when they come back.
 */
#ifndef _MM_KUNIT_DEVICE_H
#define _MM_KUNIT_DEVICE_H

#include <kunit/test.h>
#include <linux/memremap.h>

#include "space.h"

/* Pages that are handed out; a pagemap may have more. */
#ifdef CONFIG_UML
#define MM_KUNIT_DEVICE_PAGES	64
#else
#define MM_KUNIT_DEVICE_PAGES	2048
#endif

/**
 * typedef mm_kunit_device_fault_t - what a driver does about a CPU fault
 * @vmf: the fault; @vmf->page is the device page
 * @context: what came with the function
 *
 * Runs in migrate_to_ram(), mmap_lock is held for read.
 *
 * Return: 0 or VM_FAULT_ bits.
 */
typedef vm_fault_t (*mm_kunit_device_fault_t)(struct vm_fault *vmf,
					      void *context);

/**
 * struct mm_kunit_device - one pagemap, and what became of its pages
 * @pgmap: the pagemap; its owner is the address of this
 * @first: first of %MM_KUNIT_DEVICE_PAGES pages, aligned as they are many
 * @taken: pages that were handed out and are not back
 * @freed: how often the pagemap's free callback was called
 * @misfreed: how often it was for a page in a state that no page may be freed
 *	in: not handed out, mapped, with its mapping or with AE, or when the
 *	pagemap could be gone
 * @word: what device memory holds, the first word of each page
 * @base: references of the pagemap that no page handed out accounts for
 * @fault: answers CPU faults; without one they are errors
 * @context: for @fault
 * @region: where there is address space to be had, that of the pages
 */
struct mm_kunit_device {
	struct dev_pagemap pgmap;
	struct page *first;
	DECLARE_BITMAP(taken, MM_KUNIT_DEVICE_PAGES);
	unsigned int freed;
	unsigned int misfreed;
	unsigned long word[MM_KUNIT_DEVICE_PAGES];
	long base;
	mm_kunit_device_fault_t fault;
	void *context;
	struct resource *region;
};

int mm_kunit_device_create(enum memory_type type);
int mm_kunit_device_destroy(enum memory_type type);

#ifdef CONFIG_DEVICE_PRIVATE
struct mm_kunit_device *mm_kunit_device(enum memory_type type);
struct page *mm_kunit_device_take(struct mm_kunit_device *device,
				  unsigned int order);
int mm_kunit_device_map(struct mm_kunit_space *space, unsigned long addr,
			struct page *page);
int mm_kunit_device_map_huge(struct mm_kunit_space *space, unsigned long addr,
			     struct page *page);
unsigned long *mm_kunit_device_word(struct page *page);
void mm_kunit_expect_devices_idle(struct kunit *test);
#else
static inline struct mm_kunit_device *mm_kunit_device(enum memory_type type)
{
	return NULL;
}

static inline struct page *mm_kunit_device_take(struct mm_kunit_device *device,
						unsigned int order)
{
	return NULL;
}

static inline int mm_kunit_device_map(struct mm_kunit_space *space,
				      unsigned long addr, struct page *page)
{
	return -ENODEV;
}

static inline int mm_kunit_device_map_huge(struct mm_kunit_space *space,
					   unsigned long addr,
					   struct page *page)
{
	return -ENODEV;
}

static inline unsigned long *mm_kunit_device_word(struct page *page)
{
	return NULL;
}

static inline void mm_kunit_expect_devices_idle(struct kunit *test)
{
}
#endif

#endif /* _MM_KUNIT_DEVICE_H */
