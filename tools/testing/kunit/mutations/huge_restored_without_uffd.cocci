// SPDX-License-Identifier: GPL-2.0
// what: forget uffd when a huge page is mapped again
// since: 6.19
// visible: x86_64
// file: mm/huge_memory.c
// seen: x86_64:7.3 migrate_device_huge_device.pmd_to_system.soft_dirty_uffd_pmd
// seen: x86_64:7.3 migrate_device_huge_pages.kept_pmd.uffd_soft_dirty_pmd
// seen: x86_64:7.3 migrate_device_huge_pages.moved_pmd.uffd_pmd

@@
symbol pmde;
@@
remove_migration_pmd(...)
{
<...
- pmde = pmd_mkuffd(pmde);
+ ;
...>
}
