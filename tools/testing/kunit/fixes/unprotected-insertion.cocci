// SPDX-License-Identifier: GPL-2.0
// what: insert nothing where userfaultfd waits for a write to the zero page
// fixes: Documentation/mdkunit/finds/unprotected-insertion.rst
// since: 7.2
// visible: x86_64
// file: mm/migrate_device.c

@@
symbol vma, ptep;
@@
migrate_vma_insert_page(...)
{
	<...
	if (userfaultfd_missing(vma))
		goto unlock_abort;
+	if (flush && pte_uffd(ptep_get(ptep)))
+		goto unlock_abort;
	...>
}

@@
symbol vma, pmdp;
@@
migrate_vma_insert_huge_pmd_page(...)
{
	<...
	if (userfaultfd_missing(vma))
		goto unlock_abort;
+	if (is_huge_zero_pmd(*pmdp) && pmd_uffd(*pmdp))
+		goto unlock_abort;
	...>
}
