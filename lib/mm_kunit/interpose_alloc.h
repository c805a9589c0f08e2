/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The allocations of a unit under observation: each is an event where memory
 * is really asked for, and each can be made to fail.
 *
 * To be included like interpose.h, behind it.
 */
#ifndef _MM_KUNIT_INTERPOSE_ALLOC_H
#define _MM_KUNIT_INTERPOSE_ALLOC_H

#include "compat.h"
#include "events.h"

static inline p4d_t *unit_p4d_alloc(struct mm_struct *mm, pgd_t *pgd,
				    unsigned long addr)
{
	if (pgd_none(*pgd) && !mm_kunit_may_allocate(EV_ALLOC_P4D))
		return NULL;
	return p4d_alloc(mm, pgd, addr);
}

#undef p4d_alloc
#define p4d_alloc unit_p4d_alloc

static inline pud_t *unit_pud_alloc(struct mm_struct *mm, p4d_t *p4d,
				    unsigned long addr)
{
	if (p4d_none(*p4d) && !mm_kunit_may_allocate(EV_ALLOC_PUD))
		return NULL;
	return pud_alloc(mm, p4d, addr);
}

#undef pud_alloc
#define pud_alloc unit_pud_alloc

static inline pmd_t *unit_pmd_alloc(struct mm_struct *mm, pud_t *pud,
				    unsigned long addr)
{
	if (pud_none(*pud) && !mm_kunit_may_allocate(EV_ALLOC_PMD))
		return NULL;
	return pmd_alloc(mm, pud, addr);
}

#undef pmd_alloc
#define pmd_alloc unit_pmd_alloc

/* What the macro pte_alloc() calls where there is no table. */
static inline int unit_pte_alloc_slow(struct mm_struct *mm, pmd_t *pmd)
{
	return mm_kunit_may_allocate(EV_ALLOC_PTE) ? __pte_alloc(mm, pmd) :
						     -ENOMEM;
}

#undef __pte_alloc
#define __pte_alloc unit_pte_alloc_slow

static inline pgtable_t unit_pte_alloc_one(struct mm_struct *mm)
{
	return mm_kunit_may_allocate(EV_ALLOC_PTE) ? pte_alloc_one(mm) : NULL;
}

#undef pte_alloc_one
#define pte_alloc_one unit_pte_alloc_one

static inline int unit_anon_vma_prepare(struct vm_area_struct *vma)
{
	if (!vma->anon_vma && !mm_kunit_may_allocate(EV_ALLOC_ANON_VMA))
		return -ENOMEM;
	return anon_vma_prepare(vma);
}

#undef anon_vma_prepare
#define anon_vma_prepare unit_anon_vma_prepare

static inline int unit_mem_cgroup_charge(struct folio *folio,
					 struct mm_struct *mm, gfp_t gfp)
{
	if (!mm_kunit_may_charge(mm))
		return -ENOMEM;
	return mem_cgroup_charge(folio, mm, gfp);
}

#undef mem_cgroup_charge
#define mem_cgroup_charge unit_mem_cgroup_charge

static inline struct page *unit_alloc_page(gfp_t gfp)
{
	struct page *page;

	if (!mm_kunit_may_allocate(EV_ALLOC_PAGE))
		return NULL;
	page = alloc_page(gfp);
	mm_kunit_note_allocated(page);
	return page;
}

#undef alloc_page
#define alloc_page unit_alloc_page

static inline struct folio *unit_folio_alloc(gfp_t gfp, unsigned int order)
{
	struct folio *folio;

	if (!mm_kunit_may_allocate(EV_ALLOC_PAGE))
		return NULL;
	folio = folio_alloc(gfp, order);
	mm_kunit_note_allocated(folio ? &folio->page : NULL);
	return folio;
}

#undef folio_alloc
#define folio_alloc unit_folio_alloc

#endif /* _MM_KUNIT_INTERPOSE_ALLOC_H */
