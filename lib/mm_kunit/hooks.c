// SPDX-License-Identifier: GPL-2.0
#include "hooks.h"

/* The PTL does not stop a page walker from setting bits. */
static void set_dirty(void *context, const struct mm_kunit_event *clear)
{
	set_pte(clear->ptep, pte_mkdirty(*clear->ptep));
}

/* A page is written to right before its PTE is cleared. */
const struct mm_kunit_hook mm_kunit_walker_sets_dirty = {
	.before = BIT_ULL(EV_CLEAR_PTE) | BIT_ULL(EV_CLEAR_FLUSH_PTE),
	.run = set_dirty,
};
