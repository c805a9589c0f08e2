// SPDX-License-Identifier: GPL-2.0
// what: forget that the pages of a huge page are writable
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_huge_behind.second_pmd.huge_page_behind_an_empty_pmd
// seen: x86_64:7.3 migrate_device_huge_behind.second_pmd.huge_page_behind_another
// seen: x86_64:7.3 migrate_device_huge_split.split_source.all_but_the_last_page
// seen: x86_64:7.3 migrate_device_huge_split.split_source.every_other_page
// seen: x86_64:7.3 migrate_device_huge_split.split_source.first_page
// seen: x86_64:7.3 migrate_device_huge_split.split_source.writable_dirty_pmd

@@
symbol flags, migrate, idx;
@@
migrate_vma_split_unmapped_folio(...)
{
<...
- flags = migrate->src[idx] & ((1UL << MIGRATE_PFN_SHIFT) - 1);
+ flags = migrate->src[idx] & ((1UL << MIGRATE_PFN_SHIFT) - 1) & ~MIGRATE_PFN_WRITE;
...>
}
