/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a unit that finds the mappings of a folio does to them: the walk, which
 * takes the page-table lock and drops it, and what reclaim adds to that.
 *
 * To be included like interpose.h, behind it.
 */
#ifndef _MM_KUNIT_INTERPOSE_WALK_H
#define _MM_KUNIT_INTERPOSE_WALK_H

#include "compat.h"
#include "events.h"

#define WALK_EVENT(event_kind, pvmw, lock) \
	{ .kind = (event_kind), .addr = (pvmw)->address, \
	  .ptep = (pvmw)->pte, .ptl = (lock) }

/* For entries that no processor has in its TLB. */
static inline void unit_pte_clear(struct mm_struct *mm, unsigned long addr,
				  pte_t *ptep)
{
	struct mm_kunit_event event = PTE_EVENT(EV_CLEAR_PTE, addr, ptep);

	mm_kunit_before(&event);
	event.pte = ptep_get(ptep);
	pte_clear(mm, addr, ptep);
	mm_kunit_after(&event);
}

#undef pte_clear
#define pte_clear unit_pte_clear

/* A hook before EV_UNLOCK_PTE runs before each step, which may keep the lock. */
static inline bool unit_page_vma_mapped_walk(struct page_vma_mapped_walk *pvmw)
{
	spinlock_t *held = pvmw->ptl;
	struct mm_kunit_event unlock = WALK_EVENT(EV_UNLOCK_PTE, pvmw, held);
	bool found;

	if (held) {
		unit_flush_put_off();
		mm_kunit_before(&unlock);
	}
	found = page_vma_mapped_walk(pvmw);
	if (held && (!found || pvmw->ptl != held))
		mm_kunit_after(&unlock);
	if (found && pvmw->ptl != held) {
		struct mm_kunit_event lock = WALK_EVENT(EV_LOCK_PTE, pvmw,
							pvmw->ptl);

		mm_kunit_after(&lock);
	}
	return found;
}

/* There is a struct of that name. */
#define page_vma_mapped_walk(pvmw) unit_page_vma_mapped_walk(pvmw)

static inline void unit_walk_done(struct page_vma_mapped_walk *pvmw)
{
	struct mm_kunit_event event = WALK_EVENT(EV_UNLOCK_PTE, pvmw,
						 pvmw->ptl);

	unit_flush_put_off();
	mm_kunit_before(&event);
	page_vma_mapped_walk_done(pvmw);
	mm_kunit_after(&event);
}

#define page_vma_mapped_walk_done unit_walk_done

#undef WALK_EVENT

#if MM_KUNIT_HAS_CLEAR_PTES
static inline pte_t unit_get_and_clear_ptes(struct mm_struct *mm,
					    unsigned long addr, pte_t *ptep,
					    unsigned int nr)
{
	struct mm_kunit_event event = {
		.kind = EV_CLEAR_PTE, .addr = addr,
		.end = addr + nr * PAGE_SIZE, .ptep = ptep,
	};

	if (nr == 1)
		return unit_clear(mm, NULL, addr, ptep, EV_CLEAR_PTE);
	mm_kunit_before(&event);
	event.pte = get_and_clear_ptes(mm, addr, ptep, nr);
	mm_kunit_after(&event);
	return event.pte;
}

#undef get_and_clear_ptes
#define get_and_clear_ptes unit_get_and_clear_ptes

static inline void unit_set_ptes(struct mm_struct *mm, unsigned long addr,
				 pte_t *ptep, pte_t pte, unsigned int nr)
{
	struct mm_kunit_event event = {
		.kind = EV_SET_PTE, .addr = addr,
		.end = addr + nr * PAGE_SIZE, .ptep = ptep, .pte = pte,
	};

	mm_kunit_before(&event);
	set_ptes(mm, addr, ptep, pte, nr);
	mm_kunit_after(&event);
}

#undef set_ptes
#define set_ptes unit_set_ptes
#endif

static inline int unit_folio_ref_count(const struct folio *folio)
{
	return FOLIO_CALL(folio_ref_count(folio), EV_READ_REFS,
			  (struct folio *)folio);
}

#define folio_ref_count unit_folio_ref_count

static inline int unit_page_count(const struct page *page)
{
	return unit_folio_ref_count(page_folio(page));
}

#define page_count unit_page_count

#endif /* _MM_KUNIT_INTERPOSE_WALK_H */
