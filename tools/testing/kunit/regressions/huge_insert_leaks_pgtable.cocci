// SPDX-License-Identifier: GPL-2.0
// what: a huge insertion that is given up leaks its page table
// symptom: memory is lost each time
// reverts: 2c6f81d58741
// since: 7.3
// visible: x86_64
// file: mm/migrate_device.c

@@
expression mm, pgtable;
@@
migrate_vma_insert_huge_pmd_page(...)
{
<...
(
  pte_free(mm, pgtable);
  flush_cache_range(...);
|
- pte_free(mm, pgtable);
)
...>
}
