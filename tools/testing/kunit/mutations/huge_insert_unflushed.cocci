// SPDX-License-Identifier: GPL-2.0
// what: overwrite the huge zero page
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c

@@
@@
migrate_vma_insert_huge_pmd_page(...)
{
<...
- pmdp_invalidate(...);
...>
}
