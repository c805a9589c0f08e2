// SPDX-License-Identifier: GPL-2.0
// what: overwrite the huge zero page
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_huge_insert.mapped_pmd.huge_zero_page_from_before_collect

@@
@@
migrate_vma_insert_huge_pmd_page(...)
{
<...
- pmdp_invalidate(...);
...>
}
