/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What becomes of the state of a page when mappings of it are removed, by
 * whichever function does it.
 */
#ifndef _MM_KUNIT_REMOVED_H
#define _MM_KUNIT_REMOVED_H

#include "snapshot.h"

void mm_kunit_removed(struct mm_kunit_pte_state *pte,
		      struct mm_kunit_folio_state *folio);
void mm_kunit_becomes_entry(struct mm_kunit_pte_state *pte,
			    struct mm_kunit_folio_state *folio, bool exclusive);
void mm_kunit_becomes_swap(struct mm_kunit_pte_state *pte,
			   struct mm_kunit_folio_state *folio, long slot,
			   bool exclusive);
void mm_kunit_becomes_none(struct mm_kunit_pte_state *pte,
			   struct mm_kunit_folio_state *folio);

#endif /* _MM_KUNIT_REMOVED_H */
