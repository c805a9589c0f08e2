// SPDX-License-Identifier: GPL-2.0
// what: collect offers the zero page on a call that is not for system memory
// symptom: a driver that evicts device memory is handed holes
// reverts: f25cbb7a95a2
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
expression pfn;
identifier migrate;
@@
migrate_vma_collect_pmd(...)
{
<...
- is_zero_pfn(pfn) && (migrate->flags & MIGRATE_VMA_SELECT_SYSTEM)
+ is_zero_pfn(pfn)
...>
}
