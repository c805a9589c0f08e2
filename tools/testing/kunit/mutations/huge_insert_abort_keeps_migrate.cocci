// SPDX-License-Identifier: GPL-2.0
// what: keep MIGRATE of a huge page that is not inserted
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c

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
