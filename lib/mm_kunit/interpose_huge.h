/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The primitives of a unit under observation that work on whole PMDs.
 *
 * To be included like interpose.h, behind it.
 */
#ifndef _MM_KUNIT_INTERPOSE_HUGE_H
#define _MM_KUNIT_INTERPOSE_HUGE_H

#include "compat.h"
#include "events.h"

#ifdef CONFIG_TRANSPARENT_HUGEPAGE
static inline struct mm_kunit_event
unit_pmd_event(enum mm_kunit_event_kind kind, unsigned long addr, pmd_t *pmdp)
{
	struct mm_kunit_event event = { .kind = kind, .addr = addr,
					.end = addr + PMD_SIZE, .pmdp = pmdp };

	return event;
}

static inline spinlock_t *unit_pmd_lock(struct mm_struct *mm, pmd_t *pmdp)
{
	struct mm_kunit_event event = { .kind = EV_LOCK_PMD, .pmdp = pmdp };

	mm_kunit_before(&event);
	event.ptl = pmd_lock(mm, pmdp);
	mm_kunit_after(&event);
	return event.ptl;
}

#define pmd_lock unit_pmd_lock

/* A unit has no other spinlock but that of a PMD. */
static inline void unit_spin_unlock(spinlock_t *ptl)
{
	struct mm_kunit_event event = { .kind = EV_UNLOCK_PMD, .ptl = ptl };

	unit_flush_put_off();
	mm_kunit_before(&event);
	mm_kunit_after(&event);
	spin_unlock(ptl);
}

#undef spin_unlock
#define spin_unlock unit_spin_unlock

static inline pmd_t unit_pmdp_invalidate(struct vm_area_struct *vma,
					 unsigned long addr, pmd_t *pmdp)
{
	struct mm_kunit_event event = unit_pmd_event(EV_CLEAR_FLUSH_PMD, addr,
						     pmdp);
	const struct mm_kunit_put_off late = {
		.mm = vma->vm_mm, .vma = vma, .addr = addr, .size = PMD_SIZE,
	};
	enum mm_kunit_clear variant = mm_kunit_clear_variant();

	if (variant == CLEAR_NEVER_FLUSHES || variant == CLEAR_FLUSHES_LATE)
		event.kind = EV_CLEAR_PMD;
	mm_kunit_before(&event);
	event.pmd = event.kind == EV_CLEAR_PMD ?
		    pmdp_huge_get_and_clear(vma->vm_mm, addr, pmdp) :
		    pmdp_invalidate(vma, addr, pmdp);
	event.result = pmd_present(event.pmd);
	mm_kunit_after(&event);
	if (variant == CLEAR_FLUSHES_LATE)
		mm_kunit_put_off(&late);
	return event.pmd;
}

#undef pmdp_invalidate
#define pmdp_invalidate unit_pmdp_invalidate

static inline pmd_t unit_pmdp_huge_get_and_clear(struct mm_struct *mm,
						 unsigned long addr,
						 pmd_t *pmdp)
{
	struct mm_kunit_event event = unit_pmd_event(EV_CLEAR_PMD, addr, pmdp);

	mm_kunit_before(&event);
	event.pmd = pmdp_huge_get_and_clear(mm, addr, pmdp);
	event.result = pmd_present(event.pmd);
	mm_kunit_after(&event);
	return event.pmd;
}

#undef pmdp_huge_get_and_clear
#define pmdp_huge_get_and_clear unit_pmdp_huge_get_and_clear

static inline void unit_set_pmd_at(struct mm_struct *mm, unsigned long addr,
				   pmd_t *pmdp, pmd_t pmd)
{
	struct mm_kunit_event event = unit_pmd_event(EV_SET_PMD, addr, pmdp);

	event.pmd = pmd;
	mm_kunit_before(&event);
	set_pmd_at(mm, addr, pmdp, pmd);
	mm_kunit_after(&event);
}

#undef set_pmd_at
#define set_pmd_at unit_set_pmd_at

static inline void unit_deposit(struct mm_struct *mm, pmd_t *pmdp,
				pgtable_t pgtable)
{
	struct mm_kunit_event event = { .kind = EV_DEPOSIT, .pmdp = pmdp };

	mm_kunit_before(&event);
	pgtable_trans_huge_deposit(mm, pmdp, pgtable);
	mm_kunit_after(&event);
}

#undef pgtable_trans_huge_deposit
#define pgtable_trans_huge_deposit unit_deposit

/* Clears, flushes, shares and sets by itself: seen from outside only. */
static inline int unit_set_pmd_migration_entry(struct page_vma_mapped_walk *walk,
					       struct page *page)
{
	struct mm_kunit_event event = unit_pmd_event(EV_MIGRATE_PMD,
						     walk->address, walk->pmd);

	event.folio = page_folio(page);
	event.pmd = *walk->pmd;
	mm_kunit_before(&event);
	event.result = set_pmd_migration_entry(walk, page);
	mm_kunit_after(&event);
	return event.result;
}

#define set_pmd_migration_entry unit_set_pmd_migration_entry

#endif /* CONFIG_TRANSPARENT_HUGEPAGE */

#endif /* _MM_KUNIT_INTERPOSE_HUGE_H */
