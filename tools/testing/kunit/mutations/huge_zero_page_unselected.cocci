// SPDX-License-Identifier: GPL-2.0
// what: offer the huge zero page to whoever wants device memory
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_huge_collect.unselected_pmd.huge_zero_page

@@
symbol migrate, pmdp;
@@
migrate_vma_collect_huge_pmd(...)
{
<...
- if (!(migrate->flags & MIGRATE_VMA_SELECT_SYSTEM)) {
+ if (!(migrate->flags & MIGRATE_VMA_SELECT_SYSTEM) && !is_huge_zero_pmd(*pmdp)) {
...
}
...>
}
