/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Swap space without a device and without user space.
 */
#ifndef _MM_KUNIT_SWAP_H
#define _MM_KUNIT_SWAP_H

#include <linux/mm.h>

#ifdef CONFIG_SWAP
int mm_kunit_swap_out(struct folio *folio);
void mm_kunit_swap_off(void);
#else
static inline int mm_kunit_swap_out(struct folio *folio)
{
	return -EOPNOTSUPP;
}

static inline void mm_kunit_swap_off(void)
{
}
#endif

#endif /* _MM_KUNIT_SWAP_H */
