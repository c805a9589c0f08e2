// SPDX-License-Identifier: GPL-2.0
// what: collect forgets the dirty bit of the PTE that it clears
// symptom: reclaim drops the page and old data comes back from swap
// reverts: fd35ca3d12cc
// since: 6.1
// visible: um, x86_64
// check: yes
// file: mm/migrate_device.c

@@
expression pte, folio;
@@
migrate_vma_collect_pmd(...)
{
<...
- if (pte_present(pte) && pte_dirty(pte))
-	folio_mark_dirty(folio);
...>
}
