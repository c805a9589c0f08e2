// SPDX-License-Identifier: GPL-2.0
/*
 * What is held while other things happen, and given back.
 */
#include "compat.h"
#include "order.h"
#include "trial.h"

static void expect_pairs(struct kunit *test, enum mm_kunit_event_kind open,
			 enum mm_kunit_event_kind close)
{
	const struct mm_kunit_event *first, *event;
	unsigned int nr = mm_kunit_events(&first);
	int depth = 0;

	for (event = first; event < first + nr; event++) {
		if (event->kind == open && (open != EV_LOCK_PTE || event->ptl))
			depth++;
		else if (event->kind == close)
			depth--;
		if (depth < 0 || depth > 1)
			break;
	}
	if (depth)
		mm_kunit_broken(test, "%s and %s do not pair",
				mm_kunit_event_name(open),
				mm_kunit_event_name(close));
}

/**
 * mm_kunit_expect_balanced() - whatever was begun was ended
 * @test: the running case
 *
 * Page-table lock, lazy MMU mode and notifier ranges come in pairs.
 */
void mm_kunit_expect_balanced(struct kunit *test)
{
	expect_pairs(test, EV_LOCK_PTE, EV_UNLOCK_PTE);
	expect_pairs(test, EV_LOCK_PMD, EV_UNLOCK_PMD);
	expect_pairs(test, EV_LAZY_ENABLE, EV_LAZY_DISABLE);
	expect_pairs(test, EV_NOTIFIER_START, EV_NOTIFIER_END);
}

static bool may_sleep(enum mm_kunit_event_kind kind)
{
	switch (kind) {
	case EV_LOCK_FOLIO:
	case EV_SPLIT_FOLIO:
	case EV_TRY_TO_MIGRATE:
	case EV_REMOVE_MIGRATION_PTES:
	case EV_NOTIFIER_START:
	case EV_NOTIFIER_END:
	case EV_ALLOC_P4D:
	case EV_ALLOC_PUD:
	case EV_ALLOC_PMD:
	case EV_ALLOC_PTE:
	case EV_ALLOC_ANON_VMA:
	case EV_ALLOC_CHARGE:
	case EV_ALLOC_PAGE:
		return true;
	default:
		return false;
	}
}

/**
 * mm_kunit_expect_no_sleep_under_lock() - who may sleep has let go of all
 * @test: the running case
 *
 * Nothing that may sleep is called while a page-table lock is held or lazy
 * MMU mode is on, whether or not it would have slept this time.
 */
void mm_kunit_expect_no_sleep_under_lock(struct kunit *test)
{
	const struct mm_kunit_event *first, *event;
	unsigned int nr = mm_kunit_events(&first);
	bool locked = false, lazy = false;

	for (event = first; event < first + nr; event++) {
		if (event->kind == EV_LOCK_PTE && event->ptl)
			locked = true;
		else if (event->kind == EV_UNLOCK_PTE)
			locked = false;
		else if (event->kind == EV_LAZY_ENABLE)
			lazy = true;
		else if (event->kind == EV_LAZY_DISABLE)
			lazy = false;
		if ((locked || lazy) && may_sleep(event->kind)) {
			mm_kunit_out_of_order(test, event - first, locked ?
				  "may sleep under the page-table lock" :
				  "may sleep in lazy MMU mode");
			return;
		}
	}
}

/**
 * mm_kunit_expect_no_wait_with_locks() - who holds a folio waits for none
 * @test: the running case
 *
 * Nobody who has locked a folio waits for the lock of another: two who do so
 * may wait for each other. To try is no wait.
 */
void mm_kunit_expect_no_wait_with_locks(struct kunit *test)
{
	const struct mm_kunit_event *first, *event;
	unsigned int nr = mm_kunit_events(&first);
	int held = 0;

	for (event = first; event < first + nr; event++) {
		if (event->kind == EV_LOCK_FOLIO && held) {
			mm_kunit_out_of_order(test, event - first, "waits for the lock of a folio while it holds that of another");
			return;
		}
		if (event->kind == EV_LOCK_FOLIO ||
		    (event->kind == EV_TRYLOCK_FOLIO && event->result))
			held++;
		else if (event->kind == EV_UNLOCK_FOLIO)
			held--;
	}
}

static const struct mm_kunit_event *
previous_of_folio(const struct mm_kunit_event *event,
		  const struct mm_kunit_event *first)
{
	struct folio *folio = event->folio;

	while (event-- > first) {
		if (event->folio == folio)
			return event;
	}
	return NULL;
}

static bool gets_lock(const struct mm_kunit_event *event)
{
	return event->kind == EV_LOCK_FOLIO ||
	       (event->kind == EV_TRYLOCK_FOLIO && event->result);
}

/* Entries of @folio that were replaced by migration entries in between. */
static long mappings_taken(struct folio *folio,
			   const struct mm_kunit_event *event,
			   const struct mm_kunit_event *end)
{
	unsigned long first = folio_pfn(folio), pfn;
	mm_kunit_entry_t entry;
	long taken = 0;

	for (; event < end; event++) {
		if (event->kind != EV_SET_PTE || pte_none(event->pte) ||
		    pte_present(event->pte))
			continue;
		entry = mm_kunit_entry_from_pte(event->pte);
		if (!mm_kunit_is_migration(entry))
			continue;
		pfn = mm_kunit_entry_pfn(entry);
		taken += pfn >= first && pfn < first + folio_nr_pages(folio);
	}
	return taken;
}

/*
 * Who locks a folio has one reference, the caller's or one that was got right
 * before the lock. Who got one is given another with each mapping that is
 * taken.
 */
static long references_at(const struct mm_kunit_event *unlock,
			  const struct mm_kunit_event *first)
{
	const struct mm_kunit_event *event = unlock, *got;
	struct folio *folio = unlock->folio;
	long held = 1;

	/* One loop: 512 folios of a PMD make this walk long. */
	while (event-- > first) {
		if (event->folio != folio)
			continue;
		if (event->kind == EV_UNLOCK_FOLIO)
			return 1;
		if (event->kind == EV_GET_FOLIO)
			held++;
		else if (event->kind == EV_ISOLATE_LRU)
			held += event->result;
		else if (event->kind == EV_PUT_FOLIO)
			held--;
		if (gets_lock(event)) {
			got = previous_of_folio(event, first);
			if (!got || got->kind != EV_GET_FOLIO)
				return held;
			return held + mappings_taken(folio, event, unlock);
		}
	}
	return held;
}

/**
 * mm_kunit_expect_unlock_before_put() - nobody unlocks what may be freed
 * @test: the running case
 *
 * Each folio that is unlocked has a reference of the unit's own, whoever else
 * has one. What a lock that was not recorded began is not known.
 */
void mm_kunit_expect_unlock_before_put(struct kunit *test)
{
	const struct mm_kunit_event *first, *event;
	unsigned int nr = mm_kunit_events(&first);

	for (event = first; event < first + nr; event++) {
		if (event->kind != EV_UNLOCK_FOLIO ||
		    references_at(event, first) > 0)
			continue;
		mm_kunit_out_of_order(test, event - first, "unlocks a folio that it has dropped its reference on");
		return;
	}
}

/**
 * mm_kunit_expect_got_under_lock() - a folio that is found does not go away
 * @test: the running case
 *
 * The first reference on each folio is taken with a page-table lock held: who
 * drops that lock first may come back to something else.
 */
void mm_kunit_expect_got_under_lock(struct kunit *test)
{
	const struct mm_kunit_event *first, *event;
	unsigned int nr = mm_kunit_events(&first);
	bool locked = false;

	for (event = first; event < first + nr; event++) {
		if (event->kind == EV_LOCK_PTE && event->ptl)
			locked = true;
		else if (event->kind == EV_UNLOCK_PTE)
			locked = false;
		if (event->kind != EV_GET_FOLIO || locked ||
		    previous_of_folio(event, first))
			continue;
		mm_kunit_out_of_order(test, event - first, "gets a folio when nobody keeps it there");
		return;
	}
}

/**
 * mm_kunit_expect_rmap_locked() - mappings are restored under the rmap's locks
 * @test: the running case
 *
 * remove_migration_ptes() takes them itself unless it is told that its caller
 * has, which no unit does.
 */
void mm_kunit_expect_rmap_locked(struct kunit *test)
{
	const struct mm_kunit_event *first, *event;
	unsigned int nr = mm_kunit_events(&first);

	for (event = first; event < first + nr; event++) {
		if (event->kind == EV_REMOVE_MIGRATION_PTES && event->result) {
			mm_kunit_out_of_order(test, event - first,
					      "walks the rmap as if it had its locks");
			return;
		}
	}
}

static bool is_of_its_address(const struct mm_kunit_event *event)
{
	unsigned long at = offset_in_page(event->ptep) / sizeof(pte_t);

	return (event->addr >> PAGE_SHIFT) % PTRS_PER_PTE == at;
}

/**
 * mm_kunit_expect_addresses() - what is flushed is what was mapped
 * @test: the running case
 *
 * Each PTE that is cleared is that of the address which the primitive is told,
 * by its place in a page table that fills a page.
 */
void mm_kunit_expect_addresses(struct kunit *test)
{
	const struct mm_kunit_event *first, *event;
	unsigned int nr = mm_kunit_events(&first);

	for (event = first; event < first + nr; event++) {
		if ((event->kind != EV_CLEAR_PTE &&
		     event->kind != EV_CLEAR_FLUSH_PTE) ||
		    is_of_its_address(event))
			continue;
		mm_kunit_out_of_order(test, event - first, "the PTE is that of another address");
		return;
	}
}
