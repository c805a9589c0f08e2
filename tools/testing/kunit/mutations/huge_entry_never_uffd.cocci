// SPDX-License-Identifier: GPL-2.0
// what: leave uffd of a huge PMD behind
// since: 6.19
// visible: x86_64
// file: mm/huge_memory.c
// seen: x86_64:7.3 migrate_device_huge_collect.taken_pmd.uffd_pmd
// seen: x86_64:7.3 migrate_device_huge_device.pmd_to_device.uffd_pmd
// seen: x86_64:7.3 migrate_device_huge_pages.kept_pmd.uffd_soft_dirty_pmd
// seen: x86_64:7.3 migrate_device_huge_pages.moved_pmd.uffd_pmd
// seen: x86_64:7.3 migrate_device_huge_private.taken_pmd.uffd_pmd
// seen: x86_64:7.3 migrate_device_huge_private.taken_pmd.uffd_pmd_that_is_not_exclusive

@@
symbol pmdswp;
@@
set_pmd_migration_entry(...)
{
<...
- pmdswp = pmd_swp_mkuffd(pmdswp);
+ ;
...>
}
