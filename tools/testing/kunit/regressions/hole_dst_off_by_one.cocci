// SPDX-License-Identifier: GPL-2.0
// what: collect clears dst one entry behind the hole
// symptom: a stale dst entry is used, and one behind the array is written
// reverts: e20d103b6c37
// since: 6.1
// visible: um, x86_64
// check: yes
// file: mm/migrate_device.c

@@
identifier migrate;
@@
migrate_vma_collect_hole(...)
{
...
for (...; ...; ...) {
  migrate->src[migrate->npages] = MIGRATE_PFN_MIGRATE;
- migrate->dst[migrate->npages] = 0;
  migrate->npages++;
+ migrate->dst[migrate->npages] = 0;
  migrate->cpages++;
}
...
}
