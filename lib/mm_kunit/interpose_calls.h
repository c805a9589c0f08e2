/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a unit asks rmap.c, migrate.c and huge_memory.c to do: bracketed, as
 * their own primitives are not seen.
 *
 * To be included like interpose.h, behind it.
 */
#ifndef _MM_KUNIT_INTERPOSE_CALLS_H
#define _MM_KUNIT_INTERPOSE_CALLS_H

#include "compat.h"
#include "events.h"

static inline void unit_try_to_migrate(struct folio *folio,
				       enum ttu_flags flags)
{
	if (mm_kunit_left_out(EV_TRY_TO_MIGRATE))
		return;
	FOLIO_CALL((try_to_migrate(folio, flags), flags), EV_TRY_TO_MIGRATE,
		   folio);
}

#define try_to_migrate unit_try_to_migrate

static inline void unit_try_to_unmap_flush(void)
{
	FOLIO_CALL((try_to_unmap_flush(), 0), EV_FLUSH_BATCH, NULL);
}

#define try_to_unmap_flush unit_try_to_unmap_flush

static inline void unit_remove_migration_ptes(struct folio *src,
					      struct folio *dst, int flags)
{
	struct mm_kunit_event event = {
		.kind = EV_REMOVE_MIGRATION_PTES,
		.folio = src,
		.to = dst,
	};

	mm_kunit_before(&event);
	remove_migration_ptes(src, dst, flags);
	event.result = flags;
	mm_kunit_after(&event);
}

#define remove_migration_ptes unit_remove_migration_ptes

static inline void unit_lru_add_drain_all(void)
{
	struct mm_kunit_event event = { .kind = EV_DRAIN_LRU };

	mm_kunit_before(&event);
	lru_add_drain_all();
	mm_kunit_after(&event);
}

#define lru_add_drain_all unit_lru_add_drain_all

static inline void unit_add_lru(struct folio *folio, struct vm_area_struct *vma)
{
	struct mm_kunit_event event = { .kind = EV_ADD_LRU, .folio = folio };

	mm_kunit_before(&event);
	event.result = !!folio->mapping;
	if (vma)
		folio_add_lru_vma(folio, vma);
	else
		folio_add_lru(folio);
	mm_kunit_after(&event);
}

/* 6.1 inserts a page, all others a folio. */
static inline void unit_add_lru_page(struct page *page,
				     struct vm_area_struct *vma)
{
	unit_add_lru(page_folio(page), vma);
}

#define folio_add_lru(folio) unit_add_lru(folio, NULL)
#define folio_add_lru_vma unit_add_lru
#define lru_cache_add_inactive_or_unevictable unit_add_lru_page

#if MM_KUNIT_HAS_SPLIT_FOLIO
static inline int unit_split_folio(struct folio *folio)
{
	return FOLIO_CALL(split_folio(folio), EV_SPLIT_FOLIO, folio);
}

#undef split_folio
#define split_folio unit_split_folio
#endif

#endif /* _MM_KUNIT_INTERPOSE_CALLS_H */
