// SPDX-License-Identifier: GPL-2.0
#include <linux/memcontrol.h>
#include <linux/mmap_lock.h>
#include <linux/swap.h>

#include "block.h"
#include "compat.h"

/**
 * mm_kunit_block_create() - allocate pages that follow each other
 * @block: filled in; to be given to mm_kunit_block_destroy() by the caller
 * @order: how many, as a power of two
 *
 * Each is a page of its own with one reference, as the kernel itself would
 * use it: neither mapped nor on the LRU.
 *
 * Return: 0 or -ENOMEM.
 */
int mm_kunit_block_create(struct mm_kunit_block *block, unsigned int order)
{
	memset(block, 0, sizeof(*block));
	block->first = alloc_pages(GFP_HIGHUSER_MOVABLE | __GFP_ZERO, order);
	if (!block->first)
		return -ENOMEM;
	split_page(block->first, order);
	block->nr = 1U << order;
	return 0;
}

/**
 * mm_kunit_block_join() - make some of the pages one large folio
 * @block: the pages, none of these mapped
 * @index: the first of them, not 0, a multiple of their number
 * @order: how many, as a power of two
 *
 * The folio has one reference. There can be one in a block.
 */
void mm_kunit_block_join(struct mm_kunit_block *block, unsigned int index,
			 unsigned int order)
{
	unsigned int i;

	for (i = 1; i < 1U << order; i++)
		set_page_count(block->first + index + i, 0);
	prep_compound_page(block->first + index, order);
	block->large = index;
	block->large_order = order;
}

static void map_locked(struct folio *folio, struct vm_area_struct *vma,
		       unsigned long addr, pte_t *ptep)
{
	pte_t pte = mk_pte(&folio->page, vma->vm_page_prot);

	inc_mm_counter(vma->vm_mm, MM_ANONPAGES);
	mm_kunit_add_new_anon_rmap(folio, vma, addr);
	folio_add_lru_vma(folio, vma);
	set_pte_at(vma->vm_mm, addr, ptep,
		   mm_kunit_pte_mkwrite(pte_mkdirty(pte), vma));
}

/**
 * mm_kunit_block_map() - put a page where a fault could have put it
 * @block: the pages
 * @index: of a page that is not part of a large folio
 * @space: takes the page over
 * @addr: user virtual address that holds nothing
 *
 * Exclusive, writable, dirty, charged and on its way to the LRU.
 *
 * Return: 0 or -ENOMEM.
 */
int mm_kunit_block_map(struct mm_kunit_block *block, unsigned int index,
		       struct mm_kunit_space *space, unsigned long addr)
{
	struct folio *folio = page_folio(block->first + index);
	spinlock_t *ptl;
	pte_t *ptep;

	/* For the anon_vma and the page table. */
	if (mm_kunit_fault(space, addr, true))
		return -ENOMEM;
	mm_kunit_zap(space, addr, PAGE_SIZE);
	if (mem_cgroup_charge(folio, space->mm, GFP_KERNEL))
		return -ENOMEM;
	__folio_mark_uptodate(folio);
	ptep = get_locked_pte(space->mm, addr, &ptl);
	if (!ptep)
		return -ENOMEM;
	map_locked(folio, space->vma, addr, ptep);
	pte_unmap_unlock(ptep, ptl);
	lru_add_drain();
	block->mapped |= BIT(index);
	return 0;
}

/**
 * mm_kunit_block_destroy() - free the pages that no space has taken over
 * @block: empty afterwards; nothing happens if it is so already
 */
void mm_kunit_block_destroy(struct mm_kunit_block *block)
{
	unsigned int i;

	for (i = 0; i < block->nr; i++) {
		if (block->mapped & BIT(i))
			continue;
		put_page(block->first + i);
		if (block->large && i == block->large)
			i += (1U << block->large_order) - 1;
	}
	memset(block, 0, sizeof(*block));
}
