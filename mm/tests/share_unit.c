// SPDX-License-Identifier: GPL-2.0
/*
 * The step of linux/rmap.h by which an exclusive page is given up, under
 * observation, in the least that a caller has to do who maps the page again:
 * what write_protect_page() of ksm.c does.
 */
#include "mm_kunit/interpose_early.h"

#include <linux/mm.h>
#include <linux/mm_inline.h>
#include <linux/mmu_notifier.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>
#include <linux/swapops.h>
#include <asm/tlbflush.h>
#include "../internal.h"

#include "mm_kunit/interpose.h"

#include "share_unit.h"

static bool share(struct page *page)
{
#if MM_KUNIT_HAS_FOLIO_SHARE
	return !folio_try_share_anon_rmap_pte(page_folio(page), page);
#else
	return !page_try_share_anon_rmap(page);
#endif
}

void unit_share_page(struct vm_area_struct *vma, unsigned long addr,
		     struct page *page)
{
	struct mm_struct *mm = vma->vm_mm;
	spinlock_t *ptl;
	pte_t *ptep, pte;

	ptep = pte_offset_map_lock(mm, pmd_off(mm, addr), addr, &ptl);
	if (!ptep)
		return;
	flush_cache_page(vma, addr, page_to_pfn(page));
	pte = ptep_clear_flush(vma, addr, ptep);
	set_pte_at(mm, addr, ptep, share(page) ? pte_wrprotect(pte) : pte);
	flush_tlb_range(vma, addr, addr + PAGE_SIZE);
	pte_unmap_unlock(ptep, ptl);
}
