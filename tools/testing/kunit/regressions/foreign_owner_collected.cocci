// SPDX-License-Identifier: GPL-2.0
// what: collect takes device-private pages of another driver
// symptom: a driver copies from memory that is not its own
// reverts: 800bb1c8dc80
// since: 6.1
// visible: um, x86_64
// config: devmem
// file: mm/migrate_device.c

@@
expression owner;
identifier migrate;
@@
migrate_vma_collect_pmd(...)
{
<...
- !(migrate->flags & MIGRATE_VMA_SELECT_DEVICE_PRIVATE) || owner != migrate->pgmap_owner
+ !(migrate->flags & MIGRATE_VMA_SELECT_DEVICE_PRIVATE)
...>
}
