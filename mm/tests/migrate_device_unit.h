/* SPDX-License-Identifier: GPL-2.0 */
/*
 * mm/migrate_device.c under observation: the way in for the cases.
 */
#ifndef _MM_TESTS_MIGRATE_DEVICE_UNIT_H
#define _MM_TESTS_MIGRATE_DEVICE_UNIT_H

#include <linux/migrate.h>

#include "mm_kunit/compat.h"

/**
 * struct migrate_calls - one compilation of mm/migrate_device.c
 * @setup: its migrate_vma_setup()
 * @pages: its migrate_vma_pages()
 * @finalize: its migrate_vma_finalize()
 */
struct migrate_calls {
	int (*setup)(struct migrate_vma *args);
	void (*pages)(struct migrate_vma *migrate);
	void (*finalize)(struct migrate_vma *migrate);
};

/* The entry points, of the unit's own compilation. */
int unit_migrate_vma_setup(struct migrate_vma *args);
void unit_migrate_vma_pages(struct migrate_vma *migrate);
void unit_migrate_vma_finalize(struct migrate_vma *migrate);

int unit_migrate_device_range(unsigned long *src_pfns, unsigned long start,
			      unsigned long npages);
void unit_migrate_device_pages(unsigned long *src_pfns, unsigned long *dst_pfns,
			       unsigned long npages);
void unit_migrate_device_finalize(unsigned long *src_pfns,
				  unsigned long *dst_pfns, unsigned long npages);
#if MM_KUNIT_HAS_DEVICE_PFNS
int unit_migrate_device_pfns(unsigned long *src_pfns, unsigned long npages);
#else
static inline int unit_migrate_device_pfns(unsigned long *src_pfns,
					   unsigned long npages)
{
	return -EOPNOTSUPP;
}
#endif
#if MM_KUNIT_HAS_COHERENT_FOLIO
int unit_migrate_device_coherent_folio(struct folio *folio);
#else
int unit_migrate_device_coherent_page(struct page *page);

static inline int unit_migrate_device_coherent_folio(struct folio *folio)
{
	return unit_migrate_device_coherent_page(&folio->page);
}
#endif

/* Its static functions. */
void unit_migrate_vma_collect(struct migrate_vma *migrate);
void unit_migrate_vma_unmap(struct migrate_vma *migrate);

#endif /* _MM_TESTS_MIGRATE_DEVICE_UNIT_H */
