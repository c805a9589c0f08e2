// SPDX-License-Identifier: GPL-2.0
// what: setup counts pages that it mapped again
// symptom: the driver copies and finalizes for nothing
// reverts: 44af0b45d58d
// since: 6.1
// visible: um, x86_64
// check: yes
// file: mm/migrate_device.c

@@
identifier migrate;
expression E;
@@
migrate_vma_unmap(...)
{
...
- migrate->cpages = E;
+ E;
...
}
