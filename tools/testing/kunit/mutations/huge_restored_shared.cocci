// SPDX-License-Identifier: GPL-2.0
// what: forget that a huge page is exclusive when it is mapped again
// since: 6.19
// visible: x86_64
// file: mm/huge_memory.c
// seen: x86_64:7.3 migrate_device_huge_device.pmd_to_system.exclusive_read_only_pmd
// seen: x86_64:7.3 migrate_device_huge_device.pmd_to_system.pmd_of_a_dirty_folio
// seen: x86_64:7.3 migrate_device_huge_pages.kept_pmd.exclusive_read_only_pmd
// seen: x86_64:7.3 migrate_device_huge_pages.kept_pmd.mlocked_huge_page
// seen: x86_64:7.3 migrate_device_huge_pages.moved_pmd.clean_pmd_of_a_dirty_folio
// seen: x86_64:7.3 migrate_device_huge_pages.moved_pmd.exclusive_read_only_pmd

@@
symbol rmap_flags;
@@
remove_migration_pmd(...)
{
<...
- rmap_flags |= RMAP_EXCLUSIVE;
+ ;
...>
}
