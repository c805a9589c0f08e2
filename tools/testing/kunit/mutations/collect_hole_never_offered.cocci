// SPDX-License-Identifier: GPL-2.0
// what: offer no hole
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
expression e;
@@
- vma_is_anonymous(e)
+ 0
