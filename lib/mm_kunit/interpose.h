/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The primitives that a unit under observation calls through us.
 *
 * Include this once in a unit, after every header that its source includes and
 * before the source itself. A wrapper is defined while the genuine primitive
 * is still visible under its name, then the name is redirected; that order is
 * right for inline functions and for macros.
 *
 * These are for every unit. interpose_*.h have what only some of them need,
 * or define themselves; include them behind this one.
 */
#ifndef _MM_KUNIT_INTERPOSE_H
#define _MM_KUNIT_INTERPOSE_H

#include "compat.h"
#include "events.h"

#define PTE_EVENT(event_kind, address, entry) \
	{ .kind = (event_kind), .addr = (address), \
	  .end = (address) + PAGE_SIZE, .ptep = (entry) }

/* What a case wants to be flushed as late as the lock allows. */
static inline void unit_flush_put_off(void)
{
	struct mm_kunit_put_off late = mm_kunit_take_put_off();
	struct mm_kunit_event event = { .kind = EV_FLUSH_TLB,
					.addr = late.addr,
					.end = late.addr + late.size };

	if (!late.vma)
		return;
	mm_kunit_before(&event);
	flush_tlb_range(late.vma, event.addr, event.end);
	mm_kunit_after(&event);
}

static inline pte_t *unit_pte_offset_map_lock(struct mm_struct *mm, pmd_t *pmd,
					      unsigned long addr,
					      spinlock_t **ptlp)
{
	struct mm_kunit_event event = PTE_EVENT(EV_LOCK_PTE, addr, NULL);

	mm_kunit_before(&event);
	event.ptep = pte_offset_map_lock(mm, pmd, addr, ptlp);
	event.ptl = event.ptep ? *ptlp : NULL;
	mm_kunit_after(&event);
	return event.ptep;
}

#undef pte_offset_map_lock
#define pte_offset_map_lock unit_pte_offset_map_lock

static inline void unit_pte_unmap_unlock(pte_t *ptep, spinlock_t *ptl)
{
	struct mm_kunit_event event = { .kind = EV_UNLOCK_PTE, .ptep = ptep,
					.ptl = ptl };

	unit_flush_put_off();
	mm_kunit_before(&event);
	mm_kunit_after(&event);
	pte_unmap_unlock(ptep, ptl);
}

#undef pte_unmap_unlock
#define pte_unmap_unlock unit_pte_unmap_unlock

static inline pte_t unit_ptep_get(pte_t *ptep)
{
	struct mm_kunit_event event = { .kind = EV_READ_PTE, .ptep = ptep };

	mm_kunit_before(&event);
	event.pte = ptep_get(ptep);
	mm_kunit_after(&event);
	return event.pte;
}

#undef ptep_get
#define ptep_get unit_ptep_get

static inline void unit_flush_cache_page(struct vm_area_struct *vma,
					 unsigned long addr, unsigned long pfn)
{
	struct mm_kunit_event event = PTE_EVENT(EV_FLUSH_CACHE, addr, NULL);

	mm_kunit_before(&event);
	flush_cache_page(vma, addr, pfn);
	event.result = pfn;
	mm_kunit_after(&event);
}

#undef flush_cache_page
#define flush_cache_page unit_flush_cache_page

static inline void unit_flush_cache_range(struct vm_area_struct *vma,
					  unsigned long start,
					  unsigned long end)
{
	struct mm_kunit_event event = { .kind = EV_FLUSH_CACHE, .addr = start,
					.end = end, .result = EVERY_PFN };

	mm_kunit_before(&event);
	flush_cache_range(vma, start, end);
	mm_kunit_after(&event);
}

#undef flush_cache_range
#define flush_cache_range unit_flush_cache_range

/* The entry stays for now, and is taken for one that is gone. */
static inline pte_t unit_clear_later(struct mm_struct *mm, unsigned long addr,
				     pte_t *ptep)
{
	const struct mm_kunit_put_off later = { .mm = mm, .addr = addr,
						.ptep = ptep };

	mm_kunit_put_off(&later);
	return READ_ONCE(*ptep);
}

static inline void unit_clear_put_off(void)
{
	struct mm_kunit_put_off late;

	if (mm_kunit_clear_variant() != CLEAR_BEHIND_SHARE)
		return;
	late = mm_kunit_take_put_off();
	if (!late.mm)
		return;
	ptep_get_and_clear(late.mm, late.addr, late.ptep);
	flush_tlb_mm(late.mm);
}

static inline pte_t unit_clear_now(struct mm_struct *mm,
				   struct vm_area_struct *vma,
				   unsigned long addr, pte_t *ptep, bool flush)
{
	pte_t pte;

	if (flush && vma)
		return ptep_clear_flush(vma, addr, ptep);
	pte = ptep_get_and_clear(mm, addr, ptep);
	if (flush)
		flush_tlb_mm(mm);
	return pte;
}

static inline pte_t unit_clear(struct mm_struct *mm, struct vm_area_struct *vma,
			       unsigned long addr, pte_t *ptep,
			       enum mm_kunit_event_kind kind)
{
	struct mm_kunit_event event = PTE_EVENT(kind, addr, ptep);

	const struct mm_kunit_put_off late = {
		.mm = mm, .vma = vma, .addr = addr, .size = PAGE_SIZE,
	};
	enum mm_kunit_clear variant = mm_kunit_clear_variant();

	if (variant == CLEAR_ALWAYS_FLUSHES)
		event.kind = EV_CLEAR_FLUSH_PTE;
	else if (variant == CLEAR_NEVER_FLUSHES ||
		 variant == CLEAR_FLUSHES_LATE)
		event.kind = EV_CLEAR_PTE;

	mm_kunit_before(&event);
	if (variant == CLEAR_BEHIND_SHARE)
		event.pte = unit_clear_later(mm, addr, ptep);
	else
		event.pte = unit_clear_now(mm, vma, addr, ptep,
					   event.kind == EV_CLEAR_FLUSH_PTE);
	mm_kunit_after(&event);
	if (variant == CLEAR_FLUSHES_LATE && kind == EV_CLEAR_FLUSH_PTE)
		mm_kunit_put_off(&late);
	return event.pte;
}

static inline pte_t unit_ptep_clear_flush(struct vm_area_struct *vma,
					  unsigned long addr, pte_t *ptep)
{
	return unit_clear(vma->vm_mm, vma, addr, ptep, EV_CLEAR_FLUSH_PTE);
}

static inline pte_t unit_ptep_get_and_clear(struct mm_struct *mm,
					    unsigned long addr, pte_t *ptep)
{
	return unit_clear(mm, NULL, addr, ptep, EV_CLEAR_PTE);
}

#undef ptep_clear_flush
#define ptep_clear_flush unit_ptep_clear_flush
#undef ptep_get_and_clear
#define ptep_get_and_clear unit_ptep_get_and_clear

static inline void unit_set_pte_at(struct mm_struct *mm, unsigned long addr,
				   pte_t *ptep, pte_t pte)
{
	struct mm_kunit_event event = PTE_EVENT(EV_SET_PTE, addr, ptep);

	event.pte = pte;
	mm_kunit_before(&event);
	set_pte_at(mm, addr, ptep, pte);
	mm_kunit_after(&event);
}

#undef set_pte_at
#define set_pte_at unit_set_pte_at

static inline void unit_flush_tlb_range(struct vm_area_struct *vma,
					unsigned long start, unsigned long end)
{
	struct mm_kunit_event event = { .kind = EV_FLUSH_TLB, .addr = start,
					.end = end };

	if (mm_kunit_left_out(EV_FLUSH_TLB))
		return;
	mm_kunit_before(&event);
	flush_tlb_range(vma, start, end);
	mm_kunit_after(&event);
}

#undef flush_tlb_range
#define flush_tlb_range unit_flush_tlb_range

#if MM_KUNIT_HAS_FOLIO_SHARE
static inline int unit_folio_try_share_anon_rmap_pte(struct folio *folio,
						     struct page *page)
{
	struct mm_kunit_event event = { .kind = EV_SHARE, .folio = folio };

	mm_kunit_before(&event);
	event.result = folio_try_share_anon_rmap_pte(folio, page);
	unit_clear_put_off();
	mm_kunit_after(&event);
	return event.result;
}

#define folio_try_share_anon_rmap_pte unit_folio_try_share_anon_rmap_pte
#else
static inline int unit_page_try_share_anon_rmap(struct page *page)
{
	struct mm_kunit_event event = { .kind = EV_SHARE,
					.folio = page_folio(page) };

	mm_kunit_before(&event);
	event.result = page_try_share_anon_rmap(page);
	unit_clear_put_off();
	mm_kunit_after(&event);
	return event.result;
}

#define page_try_share_anon_rmap unit_page_try_share_anon_rmap
#endif

#define FOLIO_CALL(call, event_kind, folio_arg) ({			\
	struct mm_kunit_event event__ = { .kind = (event_kind),		\
					  .folio = (folio_arg) };	\
									\
	mm_kunit_before(&event__);					\
	event__.result = (call);					\
	mm_kunit_after(&event__);					\
	event__.result;							\
})

static inline bool unit_folio_mark_dirty(struct folio *folio)
{
	if (mm_kunit_left_out(EV_MARK_DIRTY))
		return false;
	return FOLIO_CALL(folio_mark_dirty(folio), EV_MARK_DIRTY, folio);
}

#define folio_mark_dirty unit_folio_mark_dirty

/* Some have just a page at hand. */
static inline bool unit_set_page_dirty(struct page *page)
{
	return unit_folio_mark_dirty(page_folio(page));
}

#define set_page_dirty unit_set_page_dirty

/* 6.1 marks the page, all others the folio. */
static inline void unit_mark_folio_uptodate(struct folio *folio)
{
	FOLIO_CALL((__folio_mark_uptodate(folio), 0), EV_MARK_UPTODATE, folio);
}

static inline void unit_mark_page_uptodate(struct page *page)
{
	FOLIO_CALL((__SetPageUptodate(page), 0), EV_MARK_UPTODATE,
		   page_folio(page));
}

#define __folio_mark_uptodate unit_mark_folio_uptodate
#define __SetPageUptodate unit_mark_page_uptodate

static inline bool unit_folio_trylock(struct folio *folio)
{
	return FOLIO_CALL(folio_trylock(folio), EV_TRYLOCK_FOLIO, folio);
}

#define folio_trylock unit_folio_trylock

static inline void unit_folio_lock(struct folio *folio)
{
	FOLIO_CALL((folio_lock(folio), 0), EV_LOCK_FOLIO, folio);
}

#define folio_lock unit_folio_lock

static inline void unit_folio_unlock(struct folio *folio)
{
	FOLIO_CALL((folio_unlock(folio), 0), EV_UNLOCK_FOLIO, folio);
}

#define folio_unlock unit_folio_unlock

#if MM_KUNIT_HAS_LAZY_MMU_MODE
#define LAZY_ENABLE	lazy_mmu_mode_enable
#define LAZY_DISABLE	lazy_mmu_mode_disable
#else
#define LAZY_ENABLE	arch_enter_lazy_mmu_mode
#define LAZY_DISABLE	arch_leave_lazy_mmu_mode
#endif

static inline void unit_lazy_enable(void)
{
	FOLIO_CALL(({ LAZY_ENABLE(); 0; }), EV_LAZY_ENABLE, NULL);
}

static inline void unit_lazy_disable(void)
{
	FOLIO_CALL(({ LAZY_DISABLE(); 0; }), EV_LAZY_DISABLE, NULL);
}

#undef LAZY_ENABLE
#undef LAZY_DISABLE
#if MM_KUNIT_HAS_LAZY_MMU_MODE
#define lazy_mmu_mode_enable unit_lazy_enable
#define lazy_mmu_mode_disable unit_lazy_disable
#else
#undef arch_enter_lazy_mmu_mode
#define arch_enter_lazy_mmu_mode unit_lazy_enable
#undef arch_leave_lazy_mmu_mode
#define arch_leave_lazy_mmu_mode unit_lazy_disable
#endif

static inline void
unit_notifier_start(struct mmu_notifier_range *range)
{
	struct mm_kunit_event event = { .kind = EV_NOTIFIER_START,
					.addr = range->start,
					.end = range->end };

	mm_kunit_before(&event);
	mmu_notifier_invalidate_range_start(range);
	mm_kunit_after(&event);
}

static inline void unit_notifier_end(struct mmu_notifier_range *range)
{
	struct mm_kunit_event event = { .kind = EV_NOTIFIER_END,
					.addr = range->start,
					.end = range->end };

	mm_kunit_before(&event);
	mmu_notifier_invalidate_range_end(range);
	mm_kunit_after(&event);
}

#undef mmu_notifier_invalidate_range_start
#define mmu_notifier_invalidate_range_start unit_notifier_start
#undef mmu_notifier_invalidate_range_end
#define mmu_notifier_invalidate_range_end unit_notifier_end

#if MM_KUNIT_HAS_NOTIFIER_ONLY_END
static inline void unit_notifier_only_end(struct mmu_notifier_range *range)
{
	struct mm_kunit_event event = { .kind = EV_NOTIFIER_END,
					.addr = range->start,
					.end = range->end };

	mm_kunit_before(&event);
	mmu_notifier_invalidate_range_only_end(range);
	mm_kunit_after(&event);
}

#undef mmu_notifier_invalidate_range_only_end
#define mmu_notifier_invalidate_range_only_end unit_notifier_only_end
#endif

#endif /* _MM_KUNIT_INTERPOSE_H */
