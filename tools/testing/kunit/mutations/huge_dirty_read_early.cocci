// SPDX-License-Identifier: GPL-2.0
// what: read dirty of a huge PMD before the clear
// since: 6.19
// visible: x86_64
// file: mm/huge_memory.c
// seen: x86_64:7.3 migrate_device_huge_apart.split_source.every_other_page_to_a_device
// seen: x86_64:7.3 migrate_device_huge_apart.split_source.writable_dirty_pmd_to_a_device
// seen: x86_64:7.3 migrate_device_huge_collect.passed_over_pmd.gup_pinned_writable_dirty_huge_page
// seen: x86_64:7.3 migrate_device_huge_collect.taken_pmd.dirty_pmd_that_a_fork_shares
// seen: x86_64:7.3 migrate_device_huge_collect.taken_pmd.dirty_pmd_that_is_not_exclusive
// seen: x86_64:7.3 migrate_device_huge_collect.taken_pmd.dirty_pmd_that_is_not_soft_dirty

@@
symbol pmdval, vma, address, pvmw;
@@
set_pmd_migration_entry(...)
{
<...
- pmdval = pmdp_invalidate(vma, address, pvmw->pmd);
+ pmdval = pmd_mkclean(pmdp_invalidate(vma, address, pvmw->pmd));
...>
}
