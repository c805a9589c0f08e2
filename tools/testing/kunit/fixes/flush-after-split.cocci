// SPDX-License-Identifier: GPL-2.0
// what: flush what collect cleared before it drops the PTL for a split
// fixes: Documentation/mdkunit/finds/flush-after-split.rst
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c

@@
identifier walk, start, end, unmapped, ret;
expression folio, page, ptep, ptl, addr;
@@
(
+ if (unmapped) {
+	flush_tlb_range(walk->vma, start, end);
+	unmapped = 0;
+ }
  lazy_mmu_mode_disable();
|
+ if (unmapped) {
+	flush_tlb_range(walk->vma, start, end);
+	unmapped = 0;
+ }
  arch_leave_lazy_mmu_mode();
)
  pte_unmap_unlock(ptep, ptl);
  ret = migrate_vma_split_folio(folio, page);
- if (ret) {
-	if (unmapped)
-		flush_tlb_range(walk->vma, start, end);
-	return migrate_vma_collect_skip(addr, end, walk);
- }
+ if (ret)
+	return migrate_vma_collect_skip(addr, end, walk);
