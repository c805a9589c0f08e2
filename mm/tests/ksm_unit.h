/* SPDX-License-Identifier: GPL-2.0 */
/*
 * mm/ksm.c under observation: the way in for the cases.
 */
#ifndef _MM_TESTS_KSM_UNIT_H
#define _MM_TESTS_KSM_UNIT_H

#include <linux/mm.h>

int unit_ksm_write_protect_page(struct vm_area_struct *vma, struct folio *folio,
				pte_t *orig_pte);
int unit_ksm_replace_page(struct vm_area_struct *vma, struct folio *folio,
			  struct folio *other, pte_t orig_pte);
void unit_ksm_make_stable(struct folio *folio);

#endif /* _MM_TESTS_KSM_UNIT_H */
