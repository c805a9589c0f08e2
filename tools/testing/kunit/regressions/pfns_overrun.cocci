// SPDX-License-Identifier: GPL-2.0
// what: migrate_device_range() and _pfns() write behind src_pfns
// symptom: memory behind the array is overwritten
// reverts: 99186b185c24
// since: 7.3
// visible: x86_64
// file: mm/migrate_device.c

@@
expression nr, npages, i;
@@
- nr > npages - i
+ false
