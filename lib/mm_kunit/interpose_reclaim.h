/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What surrounds a unit that takes mappings away for reclaim: other CPUs, whose
 * TLBs are flushed in batches, and the slots of a swap device.
 *
 * Both are played. Whether other CPUs use an address space is for the case to
 * say, as is whether a slot takes one more entry; no device stands behind it.
 *
 * To be included like interpose.h, behind it.
 */
#ifndef _MM_KUNIT_INTERPOSE_RECLAIM_H
#define _MM_KUNIT_INTERPOSE_RECLAIM_H

#include "compat.h"
#include "events.h"

#ifdef CONFIG_ARCH_WANT_BATCHED_UNMAP_TLB_FLUSH
#define DEFER_EVENT(start, stop) \
	{ .kind = EV_DEFER_FLUSH, .addr = (start), .end = (stop) }

#if MM_KUNIT_HAS_DEFER_OF_PAGE
static inline bool unit_tlbbatch_should_defer(struct mm_struct *mm)
{
	return mm_kunit_flushes_are_deferred();
}

#define arch_tlbbatch_should_defer unit_tlbbatch_should_defer
#else
static inline unsigned int unit_cpumask_any_but(const struct cpumask *mask,
						unsigned int cpu)
{
	return mm_kunit_flushes_are_deferred() ? cpu : nr_cpu_ids;
}

#undef cpumask_any_but
#define cpumask_any_but unit_cpumask_any_but
#endif

#if MM_KUNIT_HAS_DEFER_OF_RANGE
static inline void unit_tlbbatch_add(struct arch_tlbflush_unmap_batch *batch,
				     struct mm_struct *mm,
				     unsigned long start, unsigned long end)
{
	struct mm_kunit_event event = DEFER_EVENT(start, end);

	mm_kunit_before(&event);
	arch_tlbbatch_add_pending(batch, mm, start, end);
	mm_kunit_after(&event);
}

#define arch_tlbbatch_add_pending unit_tlbbatch_add
#elif MM_KUNIT_HAS_DEFER_OF_PAGE
static inline void unit_tlbbatch_add(struct arch_tlbflush_unmap_batch *batch,
				     struct mm_struct *mm, unsigned long addr)
{
	struct mm_kunit_event event = DEFER_EVENT(addr, addr + PAGE_SIZE);

	mm_kunit_before(&event);
	arch_tlbbatch_add_pending(batch, mm, addr);
	mm_kunit_after(&event);
}

#define arch_tlbbatch_add_pending unit_tlbbatch_add
#else
static inline void unit_tlbbatch_add(struct arch_tlbflush_unmap_batch *batch,
				     struct mm_struct *mm)
{
	struct mm_kunit_event event = DEFER_EVENT(0, ULONG_MAX);

	mm_kunit_before(&event);
	arch_tlbbatch_add_mm(batch, mm);
	mm_kunit_after(&event);
}

#define arch_tlbbatch_add_mm unit_tlbbatch_add
#endif

#undef DEFER_EVENT

static inline void unit_tlbbatch_flush(struct arch_tlbflush_unmap_batch *batch)
{
	if (mm_kunit_left_out(EV_FLUSH_BATCH))
		return;
	FOLIO_CALL((arch_tlbbatch_flush(batch), 0), EV_FLUSH_BATCH, NULL);
}

#define arch_tlbbatch_flush unit_tlbbatch_flush

static inline void unit_flush_tlb_mm(struct mm_struct *mm)
{
	struct mm_kunit_event event = { .kind = EV_FLUSH_TLB,
					.end = ULONG_MAX };

	mm_kunit_before(&event);
	flush_tlb_mm(mm);
	mm_kunit_after(&event);
}

#undef flush_tlb_mm
#define flush_tlb_mm unit_flush_tlb_mm
#define arch_flush_tlb_batched_pending unit_flush_tlb_mm
#endif

#if MM_KUNIT_HAS_FOLIO_DUP_SWAP
static inline int unit_dup_swap(struct folio *folio, struct page *page)
{
	return mm_kunit_may_allocate(EV_DUP_SWAP) ? 0 : -ENOMEM;
}

static inline void unit_put_swap(struct folio *folio, struct page *page)
{
	FOLIO_CALL(0, EV_PUT_SWAP, folio);
}

#define folio_dup_swap unit_dup_swap
#define folio_put_swap unit_put_swap
#else
static inline int unit_dup_swap(swp_entry_t entry)
{
	return mm_kunit_may_allocate(EV_DUP_SWAP) ? 0 : -ENOMEM;
}

static inline void unit_put_swap(swp_entry_t entry)
{
	FOLIO_CALL(0, EV_PUT_SWAP, NULL);
}

#undef swap_duplicate
#define swap_duplicate unit_dup_swap
#undef swap_free
#define swap_free unit_put_swap
#endif

#endif /* _MM_KUNIT_INTERPOSE_RECLAIM_H */
