// SPDX-License-Identifier: GPL-2.0
// what: return with the page-table lock held
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
expression ptep, ptl;
@@
migrate_vma_insert_page(...)
{
	<...
(
	pte_unmap_unlock(ptep, ptl);
	*src = MIGRATE_PFN_MIGRATE;
|
-	pte_unmap_unlock(ptep, ptl);
)
	...>
}
