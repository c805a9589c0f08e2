// SPDX-License-Identifier: GPL-2.0
// what: collect does not count the pages of a missing page table
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
identifier migrate;
@@
migrate_vma_collect_hole(...)
{
<...
for (...; ...; ...) {
...
- migrate->cpages++;
}
...>
}
