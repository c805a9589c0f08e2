/* SPDX-License-Identifier: GPL-2.0 */
/*
 * GUP-fast as a step machine: what gup_fast_pte_range() does to one PTE, and
 * gup_fast_pmd_leaf() to one PMD, for FOLL_PIN or FOLL_GET, a step for each
 * access that another processor may come between.
 */
#ifndef _MM_KUNIT_GUP_MODEL_H
#define _MM_KUNIT_GUP_MODEL_H

#include "weak_memory.h"

/* What a broken GUP-fast would go without. */
#define GUP_TRUSTS_PTE		BIT(0)	/* does not read the PTE again */
#define GUP_TRUSTS_PAGE		BIT(1)	/* does not look at PageAnonExclusive */
#define GUP_NO_BARRIER		BIT(2)	/* between the reference and the PTE */
#define GUP_NO_READ_BARRIER	BIT(3)	/* between the PTE and the flag */

enum mm_kunit_gup_step {
	GUP_READ,
	GUP_GRAB,
	GUP_BARRIER,
	GUP_READ_AGAIN,
	GUP_READ_BARRIER,
	GUP_CHECK_EXCLUSIVE,
	GUP_DONE,
};

/**
 * struct mm_kunit_gup - one GUP-fast of one page
 * @mm: the address space
 * @addr: user virtual address
 * @write: FOLL_WRITE
 * @plain: FOLL_GET in place of FOLL_PIN: does not look at PageAnonExclusive
 * @huge: @addr is mapped by a PMD
 * @without: mask of what it goes without, 0 for the kernel's
 * @memory: through which it looks at the PTE and the page
 * @next: its next step
 * @pinned: it succeeded and holds a pin on the page, or a reference
 */
struct mm_kunit_gup {
	struct mm_struct *mm;
	unsigned long addr;
	bool write;
	bool plain;
	bool huge;
	unsigned int without;
	struct mm_kunit_weak_memory *memory;
	enum mm_kunit_gup_step next;
	bool pinned;

	/* private: what it has seen */
	pmd_t pmd;
	pte_t pte;
	bool exclusive;
};

enum mm_kunit_readiness mm_kunit_gup_ready(void *gup, bool locked);
void mm_kunit_gup_step(void *gup);
void mm_kunit_gup_begin(struct mm_kunit_gup *gup);
void mm_kunit_gup_unpin(struct mm_kunit_gup *gup);

#endif /* _MM_KUNIT_GUP_MODEL_H */
