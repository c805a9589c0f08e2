// SPDX-License-Identifier: GPL-2.0
// what: keep a page table for a huge page that is not counted
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c

@@
@@
migrate_vma_insert_huge_pmd_page(...)
{
<...
- mm_inc_nr_ptes(...);
...>
}
