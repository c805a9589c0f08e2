// SPDX-License-Identifier: GPL-2.0
// what: pages fills the address behind the one that was asked for
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
expression addr, dst, src;
identifier migrate;
@@
__migrate_device_pages(...)
{
<...
- migrate_vma_insert_page(migrate, addr, dst, src)
+ migrate_vma_insert_page(migrate, (addr) + PAGE_SIZE, dst, src)
...>
}
