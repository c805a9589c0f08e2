/* SPDX-License-Identifier: GPL-2.0 */
/*
 * References on folios that a unit takes and drops.
 *
 * To be included like interpose.h, behind it.
 */
#ifndef _MM_KUNIT_INTERPOSE_REFS_H
#define _MM_KUNIT_INTERPOSE_REFS_H

#include "compat.h"
#include "events.h"

static inline void unit_folio_get(struct folio *folio)
{
	FOLIO_CALL((folio_get(folio), 0), EV_GET_FOLIO, folio);
}

static inline void unit_folio_put(struct folio *folio)
{
	FOLIO_CALL((folio_put(folio), 0), EV_PUT_FOLIO, folio);
}

static inline void unit_putback_lru(struct folio *folio)
{
	FOLIO_CALL((folio_putback_lru(folio), 0), EV_PUT_FOLIO, folio);
}

static inline void unit_get_page(struct page *page)
{
	unit_folio_get(page_folio(page));
}

static inline void unit_put_page(struct page *page)
{
	unit_folio_put(page_folio(page));
}

#define folio_get unit_folio_get
#define folio_put unit_folio_put
#define folio_putback_lru unit_putback_lru
#define get_page unit_get_page
#define put_page unit_put_page

#if MM_KUNIT_HAS_FOLIO_ISOLATE
static inline bool unit_isolate_lru(struct folio *folio)
{
	return FOLIO_CALL(folio_isolate_lru(folio), EV_ISOLATE_LRU, folio);
}

#define folio_isolate_lru unit_isolate_lru
#else
static inline int unit_isolate_lru(struct page *page)
{
	return FOLIO_CALL(!isolate_lru_page(page), EV_ISOLATE_LRU,
			  page_folio(page)) ? 0 : -EBUSY;
}

static inline void unit_putback_lru_page(struct page *page)
{
	unit_putback_lru(page_folio(page));
}

#define isolate_lru_page unit_isolate_lru
#define putback_lru_page unit_putback_lru_page
#endif

#endif /* _MM_KUNIT_INTERPOSE_REFS_H */
