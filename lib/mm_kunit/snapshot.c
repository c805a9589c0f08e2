// SPDX-License-Identifier: GPL-2.0
#include <linux/memcontrol.h>
#include <linux/swap.h>

#include "compat.h"
#include "huge.h"
#include "snapshot.h"
#include "trial.h"

struct field {
	const char *name;
	size_t offset;
};

#define FIELD(member) { #member, offsetof(struct mm_kunit_state, member) }

static const struct field fields[] = {
	FIELD(pte.kind),
	FIELD(pte.huge),
	FIELD(pte.pfn),
	FIELD(pte.write),
	FIELD(pte.dirty),
	FIELD(pte.young),
	FIELD(pte.soft_dirty),
	FIELD(pte.uffd),
	FIELD(pte.no_access),
	FIELD(pte.exclusive),
	FIELD(sharer.kind),
	FIELD(sharer.huge),
	FIELD(sharer.pfn),
	FIELD(sharer.write),
	FIELD(sharer.dirty),
	FIELD(sharer.young),
	FIELD(sharer.soft_dirty),
	FIELD(sharer.uffd),
	FIELD(sharer.no_access),
	FIELD(sharer.exclusive),
	FIELD(folio.refs),
	FIELD(folio.mapcount),
	FIELD(folio.exclusive),
	FIELD(folio.locked),
	FIELD(folio.dirty),
	FIELD(folio.lru),
	FIELD(folio.active),
	FIELD(folio.referenced),
	FIELD(folio.workingset),
	FIELD(folio.swap_cache),
	FIELD(folio.writeback),
	FIELD(folio.mlocked),
	FIELD(folio.uptodate),
	FIELD(folio.swapbacked),
	FIELD(folio.mapping),
	FIELD(folio.index),
	FIELD(folio.memcg),
	FIELD(anon_pages),
	FIELD(shmem_pages),
	FIELD(swap_entries),
	FIELD(table_bytes),
};

/* A field that nobody compares is a claim that nobody checks. */
static_assert(ARRAY_SIZE(fields) * sizeof(long) ==
	      sizeof(struct mm_kunit_state));

/**
 * mm_kunit_is_inaccessible() - whether nobody may touch what a PTE maps
 * @pte: the entry, present
 *
 * Return: true for PROT_NONE, which changes nothing more; but it may be old.
 */
bool mm_kunit_is_inaccessible(pte_t pte)
{
#ifdef CONFIG_UML
	/* It also notes in an entry what the host has to be told. */
	return pte_get_bits(pte, _PAGE_PROTNONE);
#else
	pte = pte_mkold(pte);
	return pte_same(pte, pte_mkold(pte_modify(pte, PAGE_NONE)));
#endif
}

/* An architecture may answer with the bit itself. */
static void present_state(pte_t pte, struct mm_kunit_pte_state *state)
{
	state->kind = PTE_PRESENT;
	state->pfn = pte_pfn(pte);
	state->write = !!pte_write(pte);
	state->dirty = !!pte_dirty(pte);
	state->young = !!pte_young(pte);
	state->soft_dirty = !!pte_soft_dirty(pte);
	state->uffd = !!mm_kunit_pte_uffd(pte);
	state->no_access = mm_kunit_is_inaccessible(pte);
}

/**
 * mm_kunit_entry_state() - record what an entry that is not present says
 * @entry: of a PTE or a PMD
 * @state: kind, pfn and the bits that a migration entry has are filled in
 */
void mm_kunit_entry_state(mm_kunit_entry_t entry,
			  struct mm_kunit_pte_state *state)
{
	if (mm_kunit_is_migration(entry)) {
		state->kind = PTE_MIGRATION;
		state->pfn = mm_kunit_entry_pfn(entry);
		state->write = mm_kunit_is_migration_write(entry);
		state->exclusive = mm_kunit_is_migration_exclusive(entry);
		state->young = mm_kunit_is_migration_young(entry);
		state->dirty = mm_kunit_is_migration_dirty(entry);
	} else if (mm_kunit_is_device_private(entry)) {
		state->kind = PTE_DEVICE_PRIVATE;
		state->pfn = mm_kunit_entry_pfn(entry);
		state->write = mm_kunit_is_device_private_write(entry);
	} else if (mm_kunit_is_swap(entry)) {
		state->kind = PTE_SWAP;
		state->pfn = swp_offset(entry);
	} else {
		state->kind = PTE_OTHER;
	}
}

static void pte_state(struct mm_kunit_space *space, unsigned long addr,
		      struct mm_kunit_pte_state *state)
{
	pte_t pte;

	memset(state, 0, sizeof(*state));
	if (mm_kunit_huge_state(space, addr, state))
		return;
	pte = mm_kunit_read_pte(space, addr);
	if (pte_present(pte)) {
		present_state(pte, state);
	} else if (!pte_none(pte)) {
		mm_kunit_entry_state(mm_kunit_entry_from_pte(pte), state);
		state->soft_dirty = !!pte_swp_soft_dirty(pte);
		state->uffd = !!mm_kunit_pte_swp_uffd(pte);
		if (state->kind == PTE_SWAP)
			state->exclusive = !!pte_swp_exclusive(pte);
	}
}

/**
 * mm_kunit_folio_snapshot() - record the state of a page's folio
 * @page: the page, which the caller or a mapping holds a reference on
 * @state: filled in
 */
void mm_kunit_folio_snapshot(struct page *page,
			     struct mm_kunit_folio_state *state)
{
	struct folio *folio = page_folio(page);

	state->refs = folio_ref_count(folio);
	state->mapcount = folio_mapcount(folio);
	state->exclusive = folio_test_anon(folio) && PageAnonExclusive(page);
	state->locked = folio_test_locked(folio);
	state->dirty = folio_test_dirty(folio);
	state->lru = folio_test_lru(folio);
	state->active = folio_test_active(folio);
	state->referenced = folio_test_referenced(folio);
	state->workingset = folio_test_workingset(folio);
	state->swap_cache = folio_test_swapcache(folio);
	state->writeback = folio_test_writeback(folio);
	state->mlocked = folio_test_mlocked(folio);
	state->uptodate = folio_test_uptodate(folio);
	state->swapbacked = folio_test_swapbacked(folio);
	state->mapping = (long)folio->mapping;
	state->index = folio->index;
	/* Only its identity is of interest, not what it points to. */
	rcu_read_lock();
	state->memcg = (long)folio_memcg(folio);
	rcu_read_unlock();
}

/**
 * mm_kunit_snapshot() - record the state of a page
 * @page: the page
 * @backing: the page whose folio is meant, as a migration changes it; NULL
 *	where there is none
 * @state: filled in
 *
 * Context: may not hold a page-table lock.
 */
void mm_kunit_snapshot(struct mm_kunit_page *page, struct page *backing,
		       struct mm_kunit_state *state)
{
	memset(state, 0, sizeof(*state));
	pte_state(page->space, page->addr, &state->pte);
	if (page->sharer.mm)
		pte_state(&page->sharer, page->addr, &state->sharer);
	lru_add_drain();
	if (backing)
		mm_kunit_folio_snapshot(backing, &state->folio);
	state->anon_pages = mm_kunit_rss(page->space->mm, MM_ANONPAGES);
	state->shmem_pages = mm_kunit_rss(page->space->mm, MM_SHMEMPAGES);
	state->swap_entries = mm_kunit_rss(page->space->mm, MM_SWAPENTS);
	state->table_bytes = mm_pgtables_bytes(page->space->mm);
}

static long value(const struct mm_kunit_state *state, const struct field *field)
{
	return *(const long *)((const char *)state + field->offset);
}

/**
 * mm_kunit_expect_state() - fail unless two states are the same
 * @test: the running case
 * @what: which page, and when, for the message
 * @got: the state found
 * @want: the state that the contract asks for
 *
 * Prints got and want of every field that differs.
 */
void mm_kunit_expect_state(struct kunit *test, const char *what,
			   const struct mm_kunit_state *got,
			   const struct mm_kunit_state *want)
{
	const struct field *field;

	for (field = fields; field < fields + ARRAY_SIZE(fields); field++)
		mm_kunit_expect_equal(test, value(got, field),
				      value(want, field), "%s: %s", what,
				      field->name);
}

/**
 * mm_kunit_expect_last_reference() - drop one that must be the last
 * @test: the running case
 * @what: the page is, for the message
 * @page: a page whose mappings are gone; freed
 */
void mm_kunit_expect_last_reference(struct kunit *test, const char *what,
				    struct page *page)
{
	lru_add_drain();
	mm_kunit_expect_equal(test, page_ref_count(page), 1,
			      "references of a %s in the end", what);
	put_page(page);
}
