// SPDX-License-Identifier: GPL-2.0
// what: offer an empty PMD by page
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_huge_apart.filled_hole.empty_pmd
// seen: x86_64:7.3 migrate_device_huge_apart.filled_hole.huge_zero_page
// seen: x86_64:7.3 migrate_device_huge_behind.second_pmd.empty_pmd_behind_a_huge_page
// seen: x86_64:7.3 migrate_device_huge_behind.second_pmd.empty_pmd_behind_another
// seen: x86_64:7.3 migrate_device_huge_behind.used_hole.first_page_of_an_empty_pmd_behind_another
// seen: x86_64:7.3 migrate_device_huge_collect.empty_pmd_offered.empty_pmd

@@
expression f;
@@
migrate_vma_collect_hole(...)
{
<...
- (f & MIGRATE_VMA_SELECT_COMPOUND)
+ !f
...>
}
