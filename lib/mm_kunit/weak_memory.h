/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What another processor sees while the stores of this one are in flight.
 *
 * A processor that orders nothing without being told to: each store to the
 * PTE, to PageAnonExclusive or to the number of pins becomes visible to the
 * other side at any later time, in any order, and at the next barrier at the
 * latest. A TLB flush is no barrier, as it need not concern any processor,
 * unless a case says that it is.
 * Weaker than x86, whose clears of a PTE are barriers themselves.
 */
#ifndef _MM_KUNIT_WEAK_MEMORY_H
#define _MM_KUNIT_WEAK_MEMORY_H

#include "events.h"
#include "explore.h"

/**
 * struct mm_kunit_weak_memory - the stores in flight
 * @ptep: the entry that both sides look at; a PMD, too, where it has the
 *	format of a PTE
 * @page: the page that both sides look at
 * @weak: whether there are any; false is a processor that has one order
 * @flush_orders: a TLB flush is a barrier of the unit
 * @pte_in_flight: the unit's last store to *@ptep is not visible to others
 * @pte: what they see instead
 * @exclusive_in_flight: the same for the unit's clear of PageAnonExclusive
 * @pin_in_flight: the unit does not see yet that GUP-fast has pinned the page
 */
struct mm_kunit_weak_memory {
	pte_t *ptep;
	struct page *page;
	bool weak;
	bool flush_orders;
	bool pte_in_flight;
	pte_t pte;
	bool exclusive_in_flight;
	bool pin_in_flight;
};

void mm_kunit_memory_effect(struct mm_kunit_weak_memory *memory,
			    const struct mm_kunit_event *event);
pte_t mm_kunit_memory_pte(const struct mm_kunit_weak_memory *memory);
bool mm_kunit_memory_exclusive(const struct mm_kunit_weak_memory *memory);
void mm_kunit_memory_pin(struct mm_kunit_weak_memory *memory);
void mm_kunit_memory_unpin(struct mm_kunit_weak_memory *memory);
void mm_kunit_memory_pins_arrive(struct mm_kunit_weak_memory *memory);
void mm_kunit_memory_actors(struct mm_kunit_weak_memory *memory,
			    struct mm_kunit_exploration *x);

#endif /* _MM_KUNIT_WEAK_MEMORY_H */
