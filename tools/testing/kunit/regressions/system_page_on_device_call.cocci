// SPDX-License-Identifier: GPL-2.0
// what: collect takes system memory on a call for device memory
// symptom: a fault on a device page also moves the pages beside it
// reverts: 5143192cd410
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
expression page;
identifier migrate;
@@
migrate_vma_collect_pmd(...)
{
<...
- page && !is_zone_device_page(page) && !(migrate->flags & MIGRATE_VMA_SELECT_SYSTEM)
+ 0
...>
}
