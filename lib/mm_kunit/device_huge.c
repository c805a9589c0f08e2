// SPDX-License-Identifier: GPL-2.0
#include <linux/memcontrol.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <asm/pgalloc.h>

#include "compat.h"
#include "device.h"

#ifdef CONFIG_TRANSPARENT_HUGEPAGE
static void map_pmd(struct mm_kunit_space *space, unsigned long addr,
		    struct folio *folio, pgtable_t table)
{
	unsigned long pfn = folio_pfn(folio);
	struct mm_struct *mm = space->mm;
	pmd_t *pmdp = pmd_off(mm, addr);
	spinlock_t *ptl = pmd_lock(mm, pmdp);

	add_mm_counter(mm, MM_ANONPAGES, HPAGE_PMD_NR);
	mm_kunit_add_new_anon_rmap(folio, space->vma, addr);
	pgtable_trans_huge_deposit(mm, pmdp, table);
	mm_inc_nr_ptes(mm);
	set_pmd_at(mm, addr, pmdp,
		   swp_entry_to_pmd(make_readable_device_private_entry(pfn)));
	spin_unlock(ptl);
}

/**
 * mm_kunit_device_map_huge() - map device-private memory by one PMD, read-only
 * @space: the address space
 * @addr: user virtual address, aligned to PMD_SIZE, with a table of PMDs but
 *	nothing mapped, in a mapping that has an anon_vma
 * @page: of a whole PMD, as mm_kunit_device_take() gave it; unlocked
 *	afterwards, its reference is the mapping's
 *
 * For 6.19 and later: before, such memory has no large folios.
 *
 * Return: 0, -EINVAL if the page is not that large, or -ENOMEM.
 */
int mm_kunit_device_map_huge(struct mm_kunit_space *space, unsigned long addr,
			     struct page *page)
{
	struct folio *folio = page_folio(page);
	struct mm_struct *mm = space->mm;
	pgtable_t table;

	if (folio_nr_pages(folio) != HPAGE_PMD_NR)
		return -EINVAL;
	if (mem_cgroup_charge(folio, mm, GFP_KERNEL))
		return -ENOMEM;
	__folio_mark_uptodate(folio);
	table = pte_alloc_one(mm);
	if (!table)
		return -ENOMEM;
	map_pmd(space, addr, folio, table);
	folio_unlock(folio);
	return 0;
}
#else
int mm_kunit_device_map_huge(struct mm_kunit_space *space, unsigned long addr,
			     struct page *page)
{
	return -EINVAL;
}
#endif
