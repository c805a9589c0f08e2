// SPDX-License-Identifier: GPL-2.0
// what: keep MIGRATE of a huge page that is not inserted
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_huge_insert.failed_allocation.charge_for_an_empty_pmd
// seen: x86_64:7.3 migrate_device_huge_insert.failed_allocation.charge_for_the_huge_zero_page
// seen: x86_64:7.3 migrate_device_huge_insert.failed_allocation.page_table_to_keep_for_an_empty_pmd
// seen: x86_64:7.3 migrate_device_huge_insert.failed_allocation.page_table_to_keep_for_the_huge_zero_page
// seen: x86_64:7.3 migrate_device_huge_insert.forbidden_pmd.empty_pmd_in_an_mm_that_the_oom_reaper_empties
// seen: x86_64:7.3 migrate_device_huge_insert.forbidden_pmd.empty_pmd_that_userfaultfd_waits_for

@@
expression e;
@@
migrate_vma_insert_huge_pmd_page(...)
{
<...
- e &= ~MIGRATE_PFN_MIGRATE;
+ ;
...>
}
