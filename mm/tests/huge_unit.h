/* SPDX-License-Identifier: GPL-2.0 */
/*
 * mm/huge_memory.c under observation: the way in for the cases.
 */
#ifndef _MM_TESTS_HUGE_UNIT_H
#define _MM_TESTS_HUGE_UNIT_H

#include <linux/mm.h>

int unit_huge_migrate_pmd(struct vm_area_struct *vma, unsigned long addr,
			  struct page *page);

#endif /* _MM_TESTS_HUGE_UNIT_H */
