// SPDX-License-Identifier: GPL-2.0
// what: pages does not expect the reference of the fault
// symptom: the page that faulted cannot be moved, and the fault ends in SIGBUS
// reverts: 16ce101db85d
// since: 6.1
// visible: um, x86_64
// config: devmem
// file: mm/migrate_device.c

@@
symbol extra_cnt;
@@
__migrate_device_pages(...)
{
<...
- extra_cnt = 1;
+ extra_cnt = 0;
...>
}

@@
expression mapping, dst, src, mode;
@@
__migrate_device_pages(...)
{
<...
- migrate_folio_extra(mapping, dst, src, mode, 1)
+ migrate_folio_extra(mapping, dst, src, mode, 0)
...>
}
