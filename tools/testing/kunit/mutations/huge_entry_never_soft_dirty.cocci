// SPDX-License-Identifier: GPL-2.0
// what: leave soft-dirty of a huge PMD behind
// since: 6.19
// visible: x86_64
// file: mm/huge_memory.c
// seen: x86_64:7.3 migrate_device_huge_apart.split_source.soft_dirty_uffd_pmd_of_a_device
// seen: x86_64:7.3 migrate_device_huge_collect.taken_pmd.soft_dirty_pmd
// seen: x86_64:7.3 migrate_device_huge_device.pmd_that_stays.soft_dirty_uffd_pmd
// seen: x86_64:7.3 migrate_device_huge_device.pmd_to_device.soft_dirty_pmd
// seen: x86_64:7.3 migrate_device_huge_device.pmd_to_system.soft_dirty_uffd_pmd
// seen: x86_64:7.3 migrate_device_huge_pages.kept_pmd.pmd_that_a_fork_shares

@@
symbol pmdswp;
@@
set_pmd_migration_entry(...)
{
<...
- pmdswp = pmd_swp_mksoft_dirty(pmdswp);
+ ;
...>
}
