/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Live pages from a description, and a description of live pages.
 */
#ifndef _MM_KUNIT_PAGE_H
#define _MM_KUNIT_PAGE_H

#include "huge.h"

/* What one address of a space is made to hold. */
enum mm_kunit_maps {
	MAPS_ANON,		/* an anonymous page of this space alone */
	MAPS_SHARED_ANON,	/* an anonymous page that a fork shares */
	MAPS_ZERO_PAGE,
	MAPS_SWAP_ENTRY,	/* the page is in swap, the entry is made by hand */
	MAPS_MARKER,		/* nothing, and a touch of it is an error; since 6.6 */
	MAPS_HOLE,		/* nothing, in a page table that exists */
	MAPS_NO_TABLE,		/* nothing, and no page table either */
	MAPS_FILE_PAGE,		/* a page of the file that is mapped */
	MAPS_KSM_PAGE,		/* a page that KSM merged with another space's */
	MAPS_MIGRATION_ENTRY,	/* an anonymous page that another migrates */
	MAPS_SHARED_FILE_PAGE,	/* a page of the file that another space maps, too */
	MAPS_DEVICE,		/* a device-private page of this space alone */
	MAPS_SHARED_DEVICE,	/* a device-private page that a fork shares */
	MAPS_COHERENT,		/* a device-coherent page of this space alone */
	MAPS_SHARED_COHERENT,	/* a device-coherent page that a fork shares */
};

/**
 * struct mm_kunit_given - what to build at one address
 * @maps: kind of memory
 * @huge: at the level of PMDs: a huge page, the huge zero page, an empty PMD
 * @pte: bits of the entry: all clear is present, read-only, clean and old
 * @pte.no_access: nobody may touch the memory; with @pte.uffd, a userfaultfd
 *	hears of each access, of memory on a device, too; not with @pte.write
 * @exclusive: PageAnonExclusive; of a page of this space alone, needed for
 *	@pte.write
 * @dirty: the folio's flag
 * @locked: somebody else holds the folio lock
 * @active: on the active list of the LRU
 * @referenced: the folio's flag
 * @workingset: the folio's flag
 * @swap_cache: in the swap cache, and mapped all the same
 * @writeback: being written to a disk, until the page is released
 * @in_lru_batch: on the LRU, but still in this CPU's batch when the migration
 *	begins
 * @off_lru: isolated from the LRU by somebody else
 * @mlocked: in memory that was locked with mlock()
 * @private_data: the filesystem keeps data with it, and a reference for that;
 *	file pages only
 * @mapped_to_disk: the folio's flag; file pages only, anonymous memory has AE
 *	in its place
 * @lazyfree: MADV_FREE was asked for; anonymous memory only
 * @gup_pins: FOLL_PIN references
 * @extra_refs: references that no mapping accounts for
 */
struct mm_kunit_given {
	enum mm_kunit_maps maps;
	bool huge;
	struct {
		bool write;
		bool dirty;
		bool young;
		bool soft_dirty;
		bool uffd;
		bool no_access;
	} pte;
	bool exclusive;
	bool dirty;
	bool locked;
	bool active;
	bool referenced;
	bool workingset;
	bool swap_cache;
	bool writeback;
	bool in_lru_batch;
	bool off_lru;
	bool mlocked;
	bool private_data;
	bool mapped_to_disk;
	bool lazyfree;
	int gup_pins;
	int extra_refs;
};

/**
 * struct mm_kunit_page - a page that was built
 * @space: where it is mapped
 * @addr: user virtual address
 * @given: what it was built from
 * @page: the page, NULL where there is none or it is the zero page
 * @sharer: the other space that maps it, for mm_kunit_is_shared()
 * @taken: whether its folio is in the state that was given, so that there is
 *	something to give back
 * @pattern: what the first word of the page was filled with; of a huge page,
 *	each page has its number added
 */
struct mm_kunit_page {
	struct mm_kunit_space *space;
	unsigned long addr;
	const struct mm_kunit_given *given;
	struct page *page;
	struct mm_kunit_space sharer;
	bool taken;
	unsigned long pattern;
};

void mm_kunit_page_build(struct kunit *test, struct mm_kunit_page *page,
			 struct mm_kunit_space *space, unsigned long addr,
			 const struct mm_kunit_given *given);
bool mm_kunit_isolate(struct folio *folio);
void mm_kunit_page_make_lazyfree(struct kunit *test,
				 struct mm_kunit_page *page);
void mm_kunit_page_set_flags(struct kunit *test, struct folio *folio,
			     const struct mm_kunit_given *given);
void mm_kunit_page_delay_lru(struct mm_kunit_page *page);
void mm_kunit_page_release(struct mm_kunit_page *page);

bool mm_kunit_is_shared(const struct mm_kunit_given *given);
unsigned long mm_kunit_given_pages(const struct mm_kunit_given *given);
unsigned long mm_kunit_first_word(struct page *page);
void mm_kunit_set_first_word(struct page *page, unsigned long value);
void mm_kunit_copy_page(struct page *to, struct page *from);

#endif /* _MM_KUNIT_PAGE_H */
