// SPDX-License-Identifier: GPL-2.0
// what: map a huge page read-only again
// since: 6.19
// visible: x86_64
// file: mm/huge_memory.c
// seen: x86_64:7.3 migrate_device_huge_device.refused_kind.huge_page
// seen: x86_64:7.3 migrate_device_huge_pages.kept_pmd.writable_dirty_pmd
// seen: x86_64:7.3 migrate_device_huge_pages.moved_pmd.writable_dirty_pmd
// seen: x86_64:7.3 migrate_device_huge_private.busy_pmd.two_extra_references
// seen: x86_64:7.3 migrate_device_huge_split.unsplit_source.last_page_only
// seen: x86_64:7.3 migrate_device_huge_split.unsplit_source.none_for_the_first_page

@@
symbol pmde, vma;
@@
remove_migration_pmd(...)
{
<...
- pmde = pmd_mkwrite(pmde, vma);
+ ;
...>
}
