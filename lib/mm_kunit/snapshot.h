/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Everything a phase may change about one page, as numbers to compare.
 */
#ifndef _MM_KUNIT_SNAPSHOT_H
#define _MM_KUNIT_SNAPSHOT_H

#include "compat.h"
#include "page.h"

enum mm_kunit_pte_kind {
	PTE_NONE,
	PTE_PRESENT,
	PTE_SWAP,
	PTE_MIGRATION,
	PTE_DEVICE_PRIVATE,
	PTE_OTHER,
};

/**
 * struct mm_kunit_pte_state - one page-table entry, of whichever level
 * @kind: an &enum mm_kunit_pte_kind
 * @huge: it is a PMD and stands for all its pages
 * @pfn: of a present, migration or device-private entry; of a swap entry its
 *	slot
 * @write: writable
 * @dirty: of a migration entry only where it can carry the bit
 * @young: likewise
 * @soft_dirty: in whichever place the kind of entry keeps it
 * @uffd: likewise
 * @no_access: of a present entry: nobody may touch the page
 * @exclusive: of a migration entry that is not writable, or of a swap entry
 */
struct mm_kunit_pte_state {
	long kind;
	long huge;
	long pfn;
	long write;
	long dirty;
	long young;
	long soft_dirty;
	long uffd;
	long no_access;
	long exclusive;
};

/**
 * struct mm_kunit_folio_state - the folio of one page
 * @refs: folio_ref_count()
 * @mapcount: folio_mapcount()
 * @exclusive: PageAnonExclusive of the page
 * @locked: folio_test_locked()
 * @dirty: folio_test_dirty()
 * @lru: folio_test_lru(), with this CPU's batches drained
 * @active: folio_test_active(), likewise
 * @referenced: folio_test_referenced()
 * @workingset: folio_test_workingset()
 * @swap_cache: folio_test_swapcache()
 * @writeback: folio_test_writeback()
 * @mlocked: folio_test_mlocked(), likewise
 * @uptodate: folio_test_uptodate()
 * @swapbacked: folio_test_swapbacked()
 * @mapping: the file or the anon_vma that it belongs to, as a number
 * @index: its place there
 * @memcg: what it is charged to, as a number
 */
struct mm_kunit_folio_state {
	long refs;
	long mapcount;
	long exclusive;
	long locked;
	long dirty;
	long lru;
	long active;
	long referenced;
	long workingset;
	long swap_cache;
	long writeback;
	long mlocked;
	long uptodate;
	long swapbacked;
	long mapping;
	long index;
	long memcg;
};

/**
 * struct mm_kunit_state - one page and its surroundings
 * @pte: the entry in the page's space
 * @sharer: the entry in the forked space, all 0 without one
 * @folio: all 0 where the address holds no page of ours
 * @anon_pages: MM_ANONPAGES of the space, exact
 * @shmem_pages: MM_SHMEMPAGES, likewise
 * @swap_entries: MM_SWAPENTS, likewise
 * @table_bytes: what its page tables take
 */
struct mm_kunit_state {
	struct mm_kunit_pte_state pte;
	struct mm_kunit_pte_state sharer;
	struct mm_kunit_folio_state folio;
	long anon_pages;
	long shmem_pages;
	long swap_entries;
	long table_bytes;
};

bool mm_kunit_is_inaccessible(pte_t pte);
void mm_kunit_entry_state(mm_kunit_entry_t entry,
			  struct mm_kunit_pte_state *state);
void mm_kunit_snapshot(struct mm_kunit_page *page, struct page *backing,
		       struct mm_kunit_state *state);
void mm_kunit_folio_snapshot(struct page *page,
			     struct mm_kunit_folio_state *state);
void mm_kunit_expect_state(struct kunit *test, const char *what,
			   const struct mm_kunit_state *got,
			   const struct mm_kunit_state *want);
void mm_kunit_expect_last_reference(struct kunit *test, const char *what,
				    struct page *page);

#endif /* _MM_KUNIT_SNAPSHOT_H */
