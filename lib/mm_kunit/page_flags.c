// SPDX-License-Identifier: GPL-2.0
#include <linux/pagemap.h>
#include <linux/swap.h>

#include "compat.h"
#include "page.h"
#include "swap.h"

/**
 * mm_kunit_isolate() - take a folio off the LRU
 * @folio: on the LRU; folio_putback_lru() puts it back
 *
 * Return: whether it was there; the caller has a reference more then.
 */
bool mm_kunit_isolate(struct folio *folio)
{
#if MM_KUNIT_HAS_FOLIO_ISOLATE
	return folio_isolate_lru(folio);
#else
	return !folio_isolate_lru(folio);
#endif
}

/* The first access makes a page referenced, the second moves it. */
static void activate(struct kunit *test, struct folio *folio)
{
	folio_mark_accessed(folio);
	folio_mark_accessed(folio);
	lru_add_drain();
	KUNIT_ASSERT_TRUE(test, folio_test_active(folio));
}

/* As reclaim does, which holds the lock. */
static void begin_to_swap_out(struct kunit *test, struct folio *folio,
			      const struct mm_kunit_given *given)
{
	int err = 0;

	KUNIT_ASSERT_TRUE(test, folio_trylock(folio));
	if (given->swap_cache)
		err = mm_kunit_swap_out(folio);
	if (given->writeback)
		folio_start_writeback(folio);
	folio_unlock(folio);
	KUNIT_ASSERT_EQ(test, err, 0);
}

/**
 * mm_kunit_page_make_lazyfree() - do what MADV_FREE does, in all spaces
 * @test: failed and left if it can't be done
 * @page: an anonymous page on the LRU; its own PTE is the caller's business
 */
void mm_kunit_page_make_lazyfree(struct kunit *test, struct mm_kunit_page *page)
{
	struct mm_kunit_space *sharer = &page->sharer;
	struct folio *folio = page_folio(page->page);

	if (sharer->mm)
		mm_kunit_write_pte(sharer, page->addr,
				   pte_mkclean(mm_kunit_read_pte(sharer,
								 page->addr)));
	mm_kunit_mark_lazyfree(folio);
	lru_add_drain();
	KUNIT_ASSERT_FALSE(test, folio_test_swapbacked(folio));
}

/**
 * mm_kunit_page_set_flags() - put a folio into a state, and where it belongs
 * @test: failed and left if it can't be done
 * @folio: new, on the LRU
 * @given: what it shall be
 */
void mm_kunit_page_set_flags(struct kunit *test, struct folio *folio,
			     const struct mm_kunit_given *given)
{
	if (given->active)
		activate(test, folio);
	if (given->swap_cache || given->writeback)
		begin_to_swap_out(test, folio, given);
	if (given->referenced)
		folio_set_referenced(folio);
	else
		folio_clear_referenced(folio);
	if (given->workingset)
		folio_set_workingset(folio);
	if (given->dirty)
		folio_set_dirty(folio);
	else
		folio_clear_dirty(folio);
	if (given->mapped_to_disk)
		folio_set_mappedtodisk(folio);
	if (given->private_data)
		folio_attach_private(folio, (void *)given);
	if (given->off_lru)
		KUNIT_ASSERT_TRUE(test, mm_kunit_isolate(folio));
}

/**
 * mm_kunit_page_delay_lru() - put a page into this CPU's LRU batch
 * @page: as built; nothing happens unless it is to be there
 *
 * To be called when everything has been built, as all else drains the batch.
 */
void mm_kunit_page_delay_lru(struct mm_kunit_page *page)
{
	struct folio *folio;

	if (!page->page || !page->given->in_lru_batch)
		return;
	folio = page_folio(page->page);
	if (mm_kunit_isolate(folio))
		folio_putback_lru(folio);
}
