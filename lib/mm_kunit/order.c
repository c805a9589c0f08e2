// SPDX-License-Identifier: GPL-2.0
#include <linux/rmap.h>

#include "order.h"
#include "snapshot.h"
#include "trial.h"

static bool is_clear(const struct mm_kunit_event *event)
{
	switch (event->kind) {
	case EV_CLEAR_PTE:
	case EV_CLEAR_FLUSH_PTE:
		return !pte_none(event->pte);
	case EV_CLEAR_PMD:
	case EV_CLEAR_FLUSH_PMD:
		return !!pmd_val(event->pmd);
	default:
		return false;
	}
}

/* An entry for device memory was never in a TLB or a cache. */
static bool ends_translation(const struct mm_kunit_event *event)
{
	if (event->kind == EV_CLEAR_PMD || event->kind == EV_CLEAR_FLUSH_PMD)
		return event->result;
	return is_clear(event) && pte_present(event->pte);
}

static bool is_unlock(const struct mm_kunit_event *event)
{
	return event->kind == EV_UNLOCK_PTE || event->kind == EV_UNLOCK_PMD;
}

static bool covers(const struct mm_kunit_event *flush,
		   const struct mm_kunit_event *clear)
{
	return (flush->kind == EV_FLUSH_TLB || flush->kind == EV_TLB_FLUSHED ||
		flush->kind == EV_DEFER_FLUSH) &&
	       flush->addr <= clear->addr && flush->end >= clear->end;
}

/* The very entry that was cleared: no translation ever went away. */
static bool puts_back(const struct mm_kunit_event *event,
		      const struct mm_kunit_event *clear)
{
	if (event->kind == EV_SET_PMD)
		return event->pmdp == clear->pmdp &&
		       pmd_val(event->pmd) == pmd_val(clear->pmd);
	return event->kind == EV_SET_PTE && event->ptep == clear->ptep &&
	       pte_same(event->pte, clear->pte);
}

static bool flushed_in_time(const struct mm_kunit_event *clear,
			    const struct mm_kunit_event *end)
{
	const struct mm_kunit_event *event;

	if (clear->kind == EV_CLEAR_FLUSH_PTE ||
	    clear->kind == EV_CLEAR_FLUSH_PMD)
		return true;
	for (event = clear + 1; event < end; event++) {
		if (covers(event, clear) || puts_back(event, clear))
			return true;
		if (is_unlock(event))
			return false;
	}
	return false;
}

static const struct mm_kunit_event *
last_before(const struct mm_kunit_event *first,
	    const struct mm_kunit_event *event, enum mm_kunit_event_kind kind)
{
	while (event-- > first) {
		if (event->kind == kind)
			return event;
	}
	return NULL;
}

/**
 * mm_kunit_out_of_order() - a rule about the order of events is broken
 * @test: fails, and prints the events before and behind
 * @event: index of the one that breaks it
 * @rule: what it did
 *
 * The first is enough: what follows is mostly the same again.
 */
void mm_kunit_out_of_order(struct kunit *test, long event, const char *rule)
{
	if (mm_kunit_broken(test, "event %ld: %s", event, rule))
		mm_kunit_print_events(test, event);
}

/**
 * mm_kunit_expect_flush_before_unlock() - no stale TLB entry outlives the PTL
 * @test: the running case
 *
 * Each present PTE or PMD that was cleared is covered by a TLB flush before
 * its page-table lock is dropped, or by one that is recorded for a batch, or
 * was put back as it was. No TLB has what nobody may touch.
 */
void mm_kunit_expect_flush_before_unlock(struct kunit *test)
{
	const struct mm_kunit_event *first, *event;
	unsigned int nr = mm_kunit_events(&first);

	for (event = first; event < first + nr; event++) {
		if (ends_translation(event) &&
		    !mm_kunit_is_inaccessible(event->pte) &&
		    !flushed_in_time(event, first + nr)) {
			mm_kunit_out_of_order(test, event - first, "the PTE is cleared and not flushed before the page-table lock is dropped");
			return;
		}
	}
}

static void expect_clear_before(struct kunit *test,
				enum mm_kunit_event_kind kind,
				const char *rule)
{
	const struct mm_kunit_event *first, *event, *lock, *set;
	unsigned int nr = mm_kunit_events(&first);

	for (event = first; event < first + nr; event++) {
		const struct mm_kunit_event *clear = event;

		if (event->kind != kind)
			continue;
		while (clear > first && !is_clear(clear))
			clear--;
		lock = last_before(first, event, EV_LOCK_PTE);
		set = last_before(first, event, EV_SET_PTE);
		if (!is_clear(clear) || clear < lock || (set && clear < set)) {
			mm_kunit_out_of_order(test, event - first, rule);
			return;
		}
	}
}

/**
 * mm_kunit_expect_clear_before_share() - AE is cleared behind the PTE only
 * @test: the running case
 *
 * Each attempt to clear PageAnonExclusive comes after the clear of the PTE,
 * under the same page-table lock.
 */
void mm_kunit_expect_clear_before_share(struct kunit *test)
{
	expect_clear_before(test, EV_SHARE,
			    "PageAnonExclusive is given up while the PTE is in place");
}

/**
 * mm_kunit_expect_clear_before_refs() - references are counted behind the PTE
 * @test: the running case
 *
 * Whoever takes one through the PTE has it before the clear, and is counted.
 */
void mm_kunit_expect_clear_before_refs(struct kunit *test)
{
	expect_clear_before(test, EV_READ_REFS,
			    "references are counted while the PTE is in place");
}

/**
 * mm_kunit_expect_flush_before_refs() - nobody writes while it is counted
 * @test: the running case
 *
 * Each count of references comes after the TLB flush of the PTE that was
 * cleared for it.
 */
void mm_kunit_expect_flush_before_refs(struct kunit *test)
{
	const struct mm_kunit_event *first, *event, *clear;
	unsigned int nr = mm_kunit_events(&first);

	mm_kunit_expect_clear_before_refs(test);
	for (event = first; event < first + nr; event++) {
		if (event->kind != EV_READ_REFS)
			continue;
		for (clear = event; clear > first && !is_clear(clear); clear--)
			;
		if (is_clear(clear) && !flushed_in_time(clear, event)) {
			mm_kunit_out_of_order(test, event - first,
					      "references are counted before the TLB is flushed");
			return;
		}
	}
}

/**
 * mm_kunit_expect_refs_before_share() - no reference goes unnoticed
 * @test: the running case
 *
 * AE is given up only when references have been counted, after the clear.
 */
void mm_kunit_expect_refs_before_share(struct kunit *test)
{
	const struct mm_kunit_event *first, *event, *refs, *lock;
	unsigned int nr = mm_kunit_events(&first);

	for (event = first; event < first + nr; event++) {
		if (event->kind != EV_SHARE)
			continue;
		refs = last_before(first, event, EV_READ_REFS);
		lock = last_before(first, event, EV_LOCK_PTE);
		if (!refs || refs < lock) {
			mm_kunit_out_of_order(test, event - first,
					      "PageAnonExclusive is given up before references are counted");
			return;
		}
	}
}

static bool is_left_to_a_batch(const struct mm_kunit_event *event)
{
	return event->kind == EV_DEFER_FLUSH ||
	       (event->kind == EV_TRY_TO_MIGRATE &&
		event->result & TTU_BATCH_FLUSH);
}

/**
 * mm_kunit_expect_batch_flushed() - no recorded flush is forgotten
 * @test: the running case
 */
void mm_kunit_expect_batch_flushed(struct kunit *test)
{
	const struct mm_kunit_event *first, *event;
	unsigned int nr = mm_kunit_events(&first);

	for (event = first + nr; event-- > first;) {
		if (event->kind == EV_FLUSH_BATCH)
			return;
		if (!is_left_to_a_batch(event))
			continue;
		mm_kunit_out_of_order(test, event - first,
				      "the flush is left to a batch that is never flushed");
		return;
	}
}

/* A cache that is indexed by physical addresses looks for the page alone. */
static bool flushes_page_of(const struct mm_kunit_event *flush,
			    const struct mm_kunit_event *clear)
{
	if (flush->result == EVERY_PFN || clear->kind == EV_CLEAR_PMD ||
	    clear->kind == EV_CLEAR_FLUSH_PMD)
		return true;
	return flush->result == pte_pfn(clear->pte);
}

/**
 * mm_kunit_expect_cache_flush_before_clear() - caches see the old translation
 * @test: the running case
 *
 * flush_cache_page() of an address and of the page that is mapped there comes
 * before the clear of its present PTE: a virtually indexed cache can't be
 * written back without the translation.
 */
void mm_kunit_expect_cache_flush_before_clear(struct kunit *test)
{
	const struct mm_kunit_event *first, *event, *flush;
	unsigned int nr = mm_kunit_events(&first);

	for (event = first; event < first + nr; event++) {
		if (!ends_translation(event))
			continue;
		flush = last_before(first, event, EV_FLUSH_CACHE);
		if (!flush || flush->addr > event->addr ||
		    flush->end < event->end) {
			mm_kunit_out_of_order(test, event - first, "the PTE is cleared without flush_cache_page() before");
			return;
		}
		if (!flushes_page_of(flush, event)) {
			mm_kunit_out_of_order(test, event - first, "flush_cache_page() is told the page frame of another page");
			return;
		}
	}
}

static bool changes_entries(const struct mm_kunit_event *event)
{
	return is_clear(event) || event->kind == EV_SET_PTE ||
	       event->kind == EV_FLUSH_TLB;
}

/**
 * mm_kunit_expect_notified() - secondary TLBs hear of everything
 * @test: the running case
 *
 * Each entry that is cleared or set, and each range that is flushed, lies
 * within a notifier range that is open.
 */
void mm_kunit_expect_notified(struct kunit *test)
{
	const struct mm_kunit_event *first, *event, *open = NULL;
	unsigned int nr = mm_kunit_events(&first);

	for (event = first; event < first + nr; event++) {
		if (event->kind == EV_NOTIFIER_START)
			open = event;
		if (event->kind == EV_NOTIFIER_END)
			open = NULL;
		if (changes_entries(event) &&
		    (!open || event->addr < open->addr ||
		     event->end > open->end)) {
			mm_kunit_out_of_order(test, event - first, "entries are changed outside of a notifier range");
			return;
		}
	}
}

/**
 * mm_kunit_expect_order() - everything that holds for all that migrate
 * @test: the running case
 */
void mm_kunit_expect_order(struct kunit *test)
{
	mm_kunit_expect_flush_before_unlock(test);
	mm_kunit_expect_clear_before_share(test);
	mm_kunit_expect_cache_flush_before_clear(test);
	mm_kunit_expect_balanced(test);
	mm_kunit_expect_notified(test);
	mm_kunit_expect_no_sleep_under_lock(test);
	mm_kunit_expect_content_before_pte(test);
	mm_kunit_expect_owned_before_lru(test);
	mm_kunit_expect_unlock_before_put(test);
	mm_kunit_expect_batch_flushed(test);
}
