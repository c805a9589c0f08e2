// SPDX-License-Identifier: GPL-2.0
// what: insert a huge page where userfaultfd waits
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_huge_insert.forbidden_pmd.huge_zero_page_where_userfaultfd_waits

@@
symbol vma;
@@
migrate_vma_insert_huge_pmd_page(...)
{
<...
- userfaultfd_missing(vma)
+ !vma
...>
}
