/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Pages whose pfns follow each other, for what works on a range of pfns.
 */
#ifndef _MM_KUNIT_BLOCK_H
#define _MM_KUNIT_BLOCK_H

#include "space.h"

/**
 * struct mm_kunit_block - pages that follow each other
 * @first: the first of them, NULL without any
 * @nr: how many there are
 * @mapped: mask of those that a space has taken over
 * @large: index of the large folio's first page, 0 without one
 * @large_order: its order
 */
struct mm_kunit_block {
	struct page *first;
	unsigned int nr;
	unsigned long mapped;
	unsigned int large;
	unsigned int large_order;
};

int mm_kunit_block_create(struct mm_kunit_block *block, unsigned int order);
void mm_kunit_block_join(struct mm_kunit_block *block, unsigned int index,
			 unsigned int order);
int mm_kunit_block_map(struct mm_kunit_block *block, unsigned int index,
		       struct mm_kunit_space *space, unsigned long addr);
void mm_kunit_block_destroy(struct mm_kunit_block *block);

#endif /* _MM_KUNIT_BLOCK_H */
