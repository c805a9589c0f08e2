// SPDX-License-Identifier: GPL-2.0
#include "compat.h"
#include "removed.h"

/**
 * mm_kunit_removed() - a mapping went, or comes back after a migration
 * @pte: its entry; young and dirty survive only where a migration entry has
 *	room for them
 * @folio: the folio, which takes over the dirty bit
 */
void mm_kunit_removed(struct mm_kunit_pte_state *pte,
		      struct mm_kunit_folio_state *folio)
{
	folio->dirty |= pte->dirty;
	if (!migration_entry_supports_ad()) {
		pte->young = 0;
		pte->dirty = 0;
	}
}

/**
 * mm_kunit_becomes_entry() - a mapping was replaced by a migration entry
 * @pte: its entry
 * @folio: the folio
 * @exclusive: the page was exclusive when it was mapped
 */
void mm_kunit_becomes_entry(struct mm_kunit_pte_state *pte,
			    struct mm_kunit_folio_state *folio, bool exclusive)
{
	mm_kunit_removed(pte, folio);
	pte->kind = PTE_MIGRATION;
	pte->no_access = 0;
	pte->exclusive = exclusive && !pte->write;
}

static bool swap_entry_has_exclusive(void)
{
	pte_t pte = swp_entry_to_pte(swp_entry(0, 1));

	return pte_swp_exclusive(pte_swp_mkexclusive(pte));
}

/**
 * mm_kunit_becomes_swap() - a mapping was replaced by a swap entry
 * @pte: its entry, of which soft-dirty and uffd-wp stay
 * @folio: the folio
 * @slot: where in swap
 * @exclusive: the page was exclusive; such an entry says so where it has room
 */
void mm_kunit_becomes_swap(struct mm_kunit_pte_state *pte,
			   struct mm_kunit_folio_state *folio, long slot,
			   bool exclusive)
{
	folio->dirty |= pte->dirty;
	*pte = (struct mm_kunit_pte_state) {
		.kind = PTE_SWAP,
		.pfn = slot,
		.soft_dirty = pte->soft_dirty,
		.uffd = pte->uffd,
		.exclusive = exclusive && swap_entry_has_exclusive(),
	};
}

/**
 * mm_kunit_becomes_none() - a mapping was removed and left nothing
 * @pte: its entry
 * @folio: the folio
 */
void mm_kunit_becomes_none(struct mm_kunit_pte_state *pte,
			   struct mm_kunit_folio_state *folio)
{
	folio->dirty |= pte->dirty;
	memset(pte, 0, sizeof(*pte));
}
