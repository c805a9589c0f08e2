// SPDX-License-Identifier: GPL-2.0
// what: collect drops the page-table lock before it flushes the TLB
// symptom: another thread takes the lock, sees no PTE and frees the page while the TLB still maps it
// reverts: 60bae7370896
// since: 6.1
// visible: um, x86_64
// check: yes
// file: mm/migrate_device.c

@@
expression unmapped, vma, start, end, ptep, ptl;
@@
- if (unmapped)
-	flush_tlb_range(vma, start, end);
(
lazy_mmu_mode_disable();
|
arch_leave_lazy_mmu_mode();
)
pte_unmap_unlock(ptep - 1, ptl);
+ if (unmapped)
+	flush_tlb_range(vma, start, end);
