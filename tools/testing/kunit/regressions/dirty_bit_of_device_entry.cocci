// SPDX-License-Identifier: GPL-2.0
// what: collect reads the dirty bit of an entry that is not present
// symptom: bits of the offset are taken for the dirty bit
// reverts: "mm: migrate_device: fix pte_pfn/pte_dirty called on non-present PTE"
// since: 6.12
// visible: x86_64
// behind: dirty-device-entry
// file: mm/migrate_device.c

@@
identifier pte;
@@
migrate_vma_collect_pmd(...)
{
<...
- pte_present(pte) && pte_dirty(pte)
+ pte_dirty(pte)
...>
}
