// SPDX-License-Identifier: GPL-2.0
// what: pages does not count a page that it inserts
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
expression mm;
@@
migrate_vma_insert_page(...)
{
<...
- inc_mm_counter(mm, MM_ANONPAGES);
...>
}
