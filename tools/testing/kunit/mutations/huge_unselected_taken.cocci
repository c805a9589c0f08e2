// SPDX-License-Identifier: GPL-2.0
// what: take a huge page of system memory unasked
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c

@@
symbol migrate, pmdp;
@@
migrate_vma_collect_huge_pmd(...)
{
<...
- if (!(migrate->flags & MIGRATE_VMA_SELECT_SYSTEM)) {
+ if (!migrate->flags) {
...
}
...>
}
