/* SPDX-License-Identifier: GPL-2.0 */
/*
 * folio_try_share_anon_rmap_pte() under observation, in a caller of ours.
 */
#ifndef _MM_TESTS_SHARE_UNIT_H
#define _MM_TESTS_SHARE_UNIT_H

#include <linux/mm.h>

/**
 * unit_share_page() - write-protect an exclusive page, to be shared
 * @vma: where it is mapped
 * @addr: user virtual address
 * @page: the page; stays as it is if it may be pinned
 *
 * Context: mmap_lock held for reading.
 */
void unit_share_page(struct vm_area_struct *vma, unsigned long addr,
		     struct page *page);

#endif /* _MM_TESTS_SHARE_UNIT_H */
