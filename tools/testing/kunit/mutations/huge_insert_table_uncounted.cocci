// SPDX-License-Identifier: GPL-2.0
// what: keep a page table for a huge page that is not counted
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_huge_device.pmd_populated.empty_pmd
// seen: x86_64:7.3 migrate_device_huge_device.pmd_populated.empty_pmd_with_coherent_memory
// seen: x86_64:7.3 migrate_device_huge_device.pmd_populated.huge_zero_page
// seen: x86_64:7.3 migrate_device_huge_device.pmd_populated.pmd_without_a_table_of_pmds
// seen: x86_64:7.3 migrate_device_huge_insert.unmapped_pmd.pmd_without_a_table_of_pmds
// seen: x86_64:7.3 migrate_device_huge_pages.populated_pmd.empty_pmd

@@
@@
migrate_vma_insert_huge_pmd_page(...)
{
<...
- mm_inc_nr_ptes(...);
...>
}
