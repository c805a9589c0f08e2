// SPDX-License-Identifier: GPL-2.0
#include "compat.h"
#include "weak_memory.h"

/* Of a huge page pins are counted apart. */
static void count_pin(struct mm_kunit_weak_memory *memory, int sign)
{
	struct folio *folio = page_folio(memory->page);

	if (folio_test_large(folio))
		atomic_add(sign, mm_kunit_pincount(folio));
	else
		folio_ref_add(folio, sign * (GUP_PIN_COUNTING_BIAS - 1));
}

static void unit_stores_arrive(struct mm_kunit_weak_memory *memory)
{
	memory->pte_in_flight = false;
	memory->exclusive_in_flight = false;
}

static void put_in_flight(struct mm_kunit_weak_memory *memory,
			  const struct mm_kunit_event *event)
{
	const void *entry = event->ptep ? (void *)event->ptep :
					  (void *)event->pmdp;

	if (entry != memory->ptep || memory->pte_in_flight)
		return;
	memory->pte = *memory->ptep;
	memory->pte_in_flight = true;
}

/**
 * mm_kunit_memory_effect() - the unit is about to call a primitive
 * @memory: the stores in flight
 * @event: the call
 */
void mm_kunit_memory_effect(struct mm_kunit_weak_memory *memory,
			    const struct mm_kunit_event *event)
{
	if (!memory->weak)
		return;
	switch (event->kind) {
	case EV_CLEAR_FLUSH_PTE:
	case EV_CLEAR_FLUSH_PMD:
	case EV_FLUSH_TLB:
		if (memory->flush_orders)
			unit_stores_arrive(memory);
		else if (event->kind != EV_FLUSH_TLB)
			put_in_flight(memory, event);
		break;
	case EV_CLEAR_PTE:
	case EV_CLEAR_PMD:
	case EV_SET_PTE:
	case EV_SET_PMD:
		put_in_flight(memory, event);
		break;
	case EV_CLEAR_EXCLUSIVE:
		memory->exclusive_in_flight = true;
		break;
	case EV_BARRIER:
	case EV_BARRIER_AFTER_ATOMIC:
	case EV_UNLOCK_PTE:
	case EV_UNLOCK_PMD:
	case EV_UNLOCK_FOLIO:
		unit_stores_arrive(memory);
		break;
	default:
		break;
	}
}

/**
 * mm_kunit_memory_pte() - read the entry on another processor
 * @memory: the stores in flight
 *
 * Return: the entry as that processor sees it.
 */
pte_t mm_kunit_memory_pte(const struct mm_kunit_weak_memory *memory)
{
	return memory->pte_in_flight ? memory->pte : *memory->ptep;
}

/**
 * mm_kunit_memory_exclusive() - read PageAnonExclusive on another processor
 * @memory: the stores in flight
 *
 * Return: the flag as that processor sees it.
 */
bool mm_kunit_memory_exclusive(const struct mm_kunit_weak_memory *memory)
{
	return memory->exclusive_in_flight || PageAnonExclusive(memory->page);
}

/**
 * mm_kunit_memory_pin() - pin the page on another processor
 * @memory: the stores in flight
 *
 * By an atomic operation that orders nothing. The one reference that every pin
 * has is the caller's business.
 */
void mm_kunit_memory_pin(struct mm_kunit_weak_memory *memory)
{
	memory->pin_in_flight = true;
	if (!memory->weak)
		mm_kunit_memory_pins_arrive(memory);
}

/**
 * mm_kunit_memory_unpin() - take that back
 * @memory: the stores in flight
 */
void mm_kunit_memory_unpin(struct mm_kunit_weak_memory *memory)
{
	mm_kunit_memory_pins_arrive(memory);
	count_pin(memory, -1);
}

/**
 * mm_kunit_memory_pins_arrive() - a barrier on that processor
 * @memory: the unit sees its pin from now on
 */
void mm_kunit_memory_pins_arrive(struct mm_kunit_weak_memory *memory)
{
	if (memory->pin_in_flight)
		count_pin(memory, 1);
	memory->pin_in_flight = false;
}

static enum mm_kunit_readiness pte_flies(void *state, bool locked)
{
	struct mm_kunit_weak_memory *memory = state;

	return memory->pte_in_flight ? ACTOR_READY : ACTOR_WAITS;
}

static void pte_arrives(void *state)
{
	struct mm_kunit_weak_memory *memory = state;

	memory->pte_in_flight = false;
}

static enum mm_kunit_readiness exclusive_flies(void *state, bool locked)
{
	struct mm_kunit_weak_memory *memory = state;

	return memory->exclusive_in_flight ? ACTOR_READY : ACTOR_WAITS;
}

static void exclusive_arrives(void *state)
{
	struct mm_kunit_weak_memory *memory = state;

	memory->exclusive_in_flight = false;
}

static enum mm_kunit_readiness pins_fly(void *state, bool locked)
{
	struct mm_kunit_weak_memory *memory = state;

	return memory->pin_in_flight ? ACTOR_READY : ACTOR_WAITS;
}

static void pins_arrive(void *state)
{
	mm_kunit_memory_pins_arrive(state);
}

/**
 * mm_kunit_memory_actors() - let each store arrive by itself, too
 * @memory: the stores in flight
 * @x: the exploration that gets p (PTE), e (exclusive) and r (references)
 */
void mm_kunit_memory_actors(struct mm_kunit_weak_memory *memory,
			    struct mm_kunit_exploration *x)
{
	const struct mm_kunit_actor actors[] = {
		{ 'p', true, pte_flies, pte_arrives, memory },
		{ 'e', true, exclusive_flies, exclusive_arrives, memory },
		{ 'r', true, pins_fly, pins_arrive, memory },
	};

	memcpy(&x->actors[x->nr_actors], actors, sizeof(actors));
	x->nr_actors += ARRAY_SIZE(actors);
}
