// SPDX-License-Identifier: GPL-2.0
// what: clear a huge PMD without a flush
// since: 6.19
// visible: x86_64
// file: mm/huge_memory.c
// seen: x86_64:7.3 migrate_device_huge_order.pin_after_the_clear.exclusive_read_only_pmd
// seen: x86_64:7.3 migrate_device_huge_order.pin_after_the_clear.soft_dirty_uffd_pmd
// seen: x86_64:7.3 migrate_device_huge_order.pin_after_the_clear.writable_dirty_pmd
// seen: x86_64:7.3 migrate_device_huge_order.pmd_flushed_in_time.pmd_that_is_not_exclusive
// seen: x86_64:7.3 migrate_device_huge_order.pmd_flushed_in_time.writable_dirty_pmd
// seen: x86_64:7.3 migrate_device_secondary_tlb.invalidated_huge_page.exclusive_page

@@
symbol pmdval, vma, address, pvmw;
@@
set_pmd_migration_entry(...)
{
<...
- pmdval = pmdp_invalidate(vma, address, pvmw->pmd);
+ pmdval = pmdp_huge_get_and_clear(vma->vm_mm, address, pvmw->pmd);
...>
}
