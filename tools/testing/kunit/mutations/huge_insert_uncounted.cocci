// SPDX-License-Identifier: GPL-2.0
// what: insert a huge page that rss does not count
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_huge_device.pmd_used_again.huge_page_that_is_to_go_to_a_device
// seen: x86_64:7.3 migrate_device_huge_insert.mapped_pmd.huge_zero_page_from_after_collect
// seen: x86_64:7.3 migrate_device_huge_insert.unmapped_pmd.empty_pmd
// seen: x86_64:7.3 migrate_device_huge_pages.populated_pmd.huge_zero_page
// seen: x86_64:7.3 migrate_device_huge_pages.populated_pmd.pmd_without_a_table_of_pmds
// seen: x86_64:7.3 migrate_device_huge_pages.read_only_pmd.empty_pmd

@@
@@
migrate_vma_insert_huge_pmd_page(...)
{
<...
- add_mm_counter(...);
...>
}
