// SPDX-License-Identifier: GPL-2.0
// what: give a destination back uncharged and not uptodate if it is not used
// fixes: Documentation/mdkunit/finds/charged-on-abort.rst
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@ unlocked @
expression ptep, ptl, src;
@@
migrate_vma_insert_page(...)
{
	<...
(
	pte_unmap_unlock(ptep, ptl);
	*src = MIGRATE_PFN_MIGRATE;
|
	pte_unmap_unlock(ptep, ptl);
+	mem_cgroup_uncharge(page_folio(page));
+	folio_clear_uptodate(page_folio(page));
)
	...>
}

@ kind @
@@
migrate_vma_insert_page(...)
{
	<...
	pr_warn_once("Unsupported ZONE_DEVICE page type.\n");
+	mem_cgroup_uncharge(page_folio(page));
+	folio_clear_uptodate(page_folio(page));
	goto abort;
	...>
}

@ no_table @
expression mm, pmdp, addr, ptl;
identifier ptep;
@@
migrate_vma_insert_page(...)
{
	<...
	ptep = pte_offset_map_lock(mm, pmdp, addr, &ptl);
-	if (!ptep)
+	if (!ptep) {
+		mem_cgroup_uncharge(page_folio(page));
+		folio_clear_uptodate(page_folio(page));
		goto abort;
+	}
	...>
}

@ huge @
expression mm, pgtable;
@@
migrate_vma_insert_huge_pmd_page(...)
{
	<...
	free_abort:
	pte_free(mm, pgtable);
+	mem_cgroup_uncharge(page_folio(page));
+	folio_clear_uptodate(page_folio(page));
	...>
}

@ no_huge_table @
expression mm, pgtable;
@@
migrate_vma_insert_huge_pmd_page(...)
{
	<...
	pgtable = pte_alloc_one(mm);
-	if (unlikely(!pgtable))
+	if (unlikely(!pgtable)) {
+		mem_cgroup_uncharge(page_folio(page));
+		folio_clear_uptodate(page_folio(page));
		goto abort;
+	}
	...>
}
