/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Huge pages: page-table entries one level up, and how to have them made.
 */
#ifndef _MM_KUNIT_HUGE_H
#define _MM_KUNIT_HUGE_H

#include "space.h"

struct mm_kunit_given;
struct mm_kunit_pte_state;

int mm_kunit_map_huge_page(struct mm_kunit_space *space, unsigned long addr);
int mm_kunit_map_huge_zero_page(struct mm_kunit_space *space,
				unsigned long addr);
int mm_kunit_map_large_folio(struct mm_kunit_space *space, unsigned long addr);
int mm_kunit_map_order(struct mm_kunit_space *space, unsigned long addr,
		       unsigned int order);
void mm_kunit_split_pmd(struct mm_kunit_space *space, unsigned long addr);

#ifdef CONFIG_TRANSPARENT_HUGEPAGE
pmd_t mm_kunit_read_pmd(struct mm_kunit_space *space, unsigned long addr);
void mm_kunit_write_pmd(struct mm_kunit_space *space, unsigned long addr,
			pmd_t pmd);
struct page *mm_kunit_huge_page_at(struct mm_kunit_space *space,
				   unsigned long addr);
void mm_kunit_set_pmd_bits(struct mm_kunit_space *space, unsigned long addr,
			   const struct mm_kunit_given *given);
bool mm_kunit_huge_state(struct mm_kunit_space *space, unsigned long addr,
			 struct mm_kunit_pte_state *state);
#else
/* Nothing can be built that these would be asked about. */
static inline pmd_t mm_kunit_read_pmd(struct mm_kunit_space *space,
				      unsigned long addr)
{
	return __pmd(0);
}

static inline struct page *mm_kunit_huge_page_at(struct mm_kunit_space *space,
						 unsigned long addr)
{
	return NULL;
}

static inline void mm_kunit_set_pmd_bits(struct mm_kunit_space *space,
					 unsigned long addr,
					 const struct mm_kunit_given *given)
{
}

static inline bool mm_kunit_huge_state(struct mm_kunit_space *space,
				       unsigned long addr,
				       struct mm_kunit_pte_state *state)
{
	return false;
}
#endif

#endif /* _MM_KUNIT_HUGE_H */
