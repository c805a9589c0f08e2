// SPDX-License-Identifier: GPL-2.0
// what: insert a huge page that rss does not count
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c

@@
@@
migrate_vma_insert_huge_pmd_page(...)
{
<...
- add_mm_counter(...);
...>
}
