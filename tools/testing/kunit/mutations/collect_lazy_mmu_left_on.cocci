// SPDX-License-Identifier: GPL-2.0
// what: leave the page table in lazy MMU mode
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
symbol ptep, ptl;
@@
(
-	lazy_mmu_mode_disable();
|
-	arch_leave_lazy_mmu_mode();
)
	pte_unmap_unlock(ptep - 1, ptl);
