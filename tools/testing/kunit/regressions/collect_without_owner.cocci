// SPDX-License-Identifier: GPL-2.0
// what: collect tells notifiers no pgmap owner
// symptom: the driver invalidates what it is about to migrate
// reverts: 998427b3ad2c
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
identifier migrate;
@@
migrate_vma_collect(...)
{
<...
- migrate->pgmap_owner
+ NULL
...>
}
