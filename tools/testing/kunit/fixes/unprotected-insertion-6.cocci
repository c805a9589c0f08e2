// SPDX-License-Identifier: GPL-2.0
// what: insert nothing where userfaultfd waits for a write to the zero page
// fixes: Documentation/mdkunit/finds/unprotected-insertion.rst
// since: 6.1
// until: 7.2
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
+	if (flush && pte_uffd_wp(*ptep))
+		goto unlock_abort;
	...>
}
