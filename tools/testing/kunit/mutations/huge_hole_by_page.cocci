// SPDX-License-Identifier: GPL-2.0
// what: offer an empty PMD by page
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c

@@
expression f;
@@
migrate_vma_collect_hole(...)
{
<...
- (f & MIGRATE_VMA_SELECT_COMPOUND)
+ !f
...>
}
