/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The primitives that inline functions of linux/rmap.h call: the barriers, the
 * question for pins and the clear of PageAnonExclusive, by which an exclusive
 * page is given up.
 *
 * To be included once in a unit, behind what renames its entry points and
 * before any other header. What is included later, the source too, calls
 * these. On kernels without GUP-fast rmap.h has no barriers.
 */
#ifndef _MM_KUNIT_INTERPOSE_EARLY_H
#define _MM_KUNIT_INTERPOSE_EARLY_H

#include <linux/mm.h>

#include "events.h"

#ifdef _LINUX_RMAP_H
#error "interpose_early.h comes too late: linux/rmap.h has been included"
#endif

static inline void unit_smp_mb(void)
{
	struct mm_kunit_event event = { .kind = EV_BARRIER };

	if (mm_kunit_left_out(EV_BARRIER))
		return;
	mm_kunit_before(&event);
	smp_mb();	/* for whom, the caller says */
	mm_kunit_after(&event);
}

#undef smp_mb
#define smp_mb unit_smp_mb

static inline void unit_smp_mb_after_atomic(void)
{
	struct mm_kunit_event event = { .kind = EV_BARRIER_AFTER_ATOMIC };

	if (mm_kunit_left_out(EV_BARRIER_AFTER_ATOMIC))
		return;
	mm_kunit_before(&event);
	smp_mb__after_atomic();	/* likewise */
	mm_kunit_after(&event);
}

#undef smp_mb__after_atomic
#define smp_mb__after_atomic unit_smp_mb_after_atomic

static inline bool unit_folio_maybe_dma_pinned(struct folio *folio)
{
	struct mm_kunit_event event = { .kind = EV_CHECK_PINNED,
					.folio = folio };

	if (mm_kunit_left_out(EV_CHECK_PINNED))
		return false;
	mm_kunit_before(&event);
	event.result = folio_maybe_dma_pinned(folio);
	mm_kunit_after(&event);
	return event.result;
}

#define folio_maybe_dma_pinned unit_folio_maybe_dma_pinned
#define page_maybe_dma_pinned(page) \
	unit_folio_maybe_dma_pinned(page_folio(page))

static inline void unit_clear_page_anon_exclusive(struct page *page)
{
	struct mm_kunit_event event = { .kind = EV_CLEAR_EXCLUSIVE,
					.folio = page_folio(page) };

	mm_kunit_before(&event);
	ClearPageAnonExclusive(page);
	mm_kunit_after(&event);
}

#define ClearPageAnonExclusive unit_clear_page_anon_exclusive

#endif /* _MM_KUNIT_INTERPOSE_EARLY_H */
