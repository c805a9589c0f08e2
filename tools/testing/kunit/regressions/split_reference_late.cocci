// SPDX-License-Identifier: GPL-2.0
// what: collect takes the reference for a split after it dropped the page-table lock
// symptom: the folio is freed before the split takes its lock
// reverts: a fix in 7.x
// since: 7.3
// visible: x86_64
// file: mm/migrate_device.c

@@
identifier folio, fault_folio, ret;
@@
migrate_vma_collect_pmd(...)
{
<...
- if (folio != fault_folio)
-	folio_get(folio);
  lazy_mmu_mode_disable();
  pte_unmap_unlock(...);
+ if (folio != fault_folio)
+	folio_get(folio);
  ret = migrate_vma_split_folio(...);
...>
}
