/* SPDX-License-Identifier: GPL-2.0 */
/*
 * mm/rmap.c under observation: the way in for the cases.
 */
#ifndef _MM_TESTS_RMAP_UNIT_H
#define _MM_TESTS_RMAP_UNIT_H

#include <linux/rmap.h>

void unit_rmap_try_to_migrate(struct folio *folio, enum ttu_flags flags);
void unit_rmap_try_to_unmap(struct folio *folio, enum ttu_flags flags);
void unit_rmap_flush(void);
void unit_rmap_flush_dirty(void);
void unit_rmap_flush_pending(struct mm_struct *mm);

#endif /* _MM_TESTS_RMAP_UNIT_H */
