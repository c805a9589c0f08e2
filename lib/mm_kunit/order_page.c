// SPDX-License-Identifier: GPL-2.0
/*
 * What a page has to be before others can find it.
 */
#include "order.h"
#include "trial.h"

static bool was_put_back(const struct mm_kunit_event *first,
			 const struct mm_kunit_event *set)
{
	const struct mm_kunit_event *event;

	for (event = set; event-- > first;) {
		if ((event->kind == EV_CLEAR_PTE ||
		     event->kind == EV_CLEAR_FLUSH_PTE) &&
		    event->ptep == set->ptep && pte_same(event->pte, set->pte))
			return true;
	}
	return false;
}

static bool was_marked(const struct mm_kunit_event *first,
		       const struct mm_kunit_event *set)
{
	struct folio *folio = page_folio(pfn_to_page(pte_pfn(set->pte)));
	const struct mm_kunit_event *event;

	for (event = set; event-- > first;) {
		if (event->kind == EV_MARK_UPTODATE && event->folio == folio)
			return true;
	}
	return false;
}

/**
 * mm_kunit_expect_content_before_pte() - nobody reads what is not there yet
 * @test: the running case
 *
 * Each present PTE that is set comes after its folio was marked uptodate,
 * which has the barrier between the content and whatever follows; or it is
 * one that was cleared before and is put back.
 */
void mm_kunit_expect_content_before_pte(struct kunit *test)
{
	const struct mm_kunit_event *first, *event;
	unsigned int nr = mm_kunit_events(&first);

	for (event = first; event < first + nr; event++) {
		if (event->kind != EV_SET_PTE || !pte_present(event->pte) ||
		    was_put_back(first, event) || was_marked(first, event))
			continue;
		mm_kunit_out_of_order(test, event - first, "the PTE is set before the page is marked uptodate");
		return;
	}
}

/**
 * mm_kunit_expect_charged_to() - nobody else pays for what is inserted
 * @test: the running case
 * @mm: who does
 */
void mm_kunit_expect_charged_to(struct kunit *test, struct mm_struct *mm)
{
	const struct mm_kunit_event *first, *event;
	unsigned int nr = mm_kunit_events(&first);

	for (event = first; event < first + nr; event++) {
		if (event->kind != EV_ALLOC_CHARGE || event->mm == mm)
			continue;
		mm_kunit_out_of_order(test, event - first, "another address space is charged");
		return;
	}
}

/**
 * mm_kunit_expect_owned_before_lru() - the LRU knows whose a page is
 * @test: the running case
 *
 * Each folio that is added to the LRU belongs to a file or is anonymous by
 * then: whether it is swapbacked says on which list it is counted, and must
 * not change there.
 */
void mm_kunit_expect_owned_before_lru(struct kunit *test)
{
	const struct mm_kunit_event *first, *event;
	unsigned int nr = mm_kunit_events(&first);

	for (event = first; event < first + nr; event++) {
		if (event->kind != EV_ADD_LRU || event->result)
			continue;
		mm_kunit_out_of_order(test, event - first, "the page is added to the LRU before it is anyone's");
		return;
	}
}
