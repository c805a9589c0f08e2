// SPDX-License-Identifier: GPL-2.0
// what: a page of zeros that becomes the zero page loses soft-dirty and uffd
// symptom: write protection by userfaultfd is lost
// reverts: 9658d698a8a8
// since: 7.3
// unseen: only the split of a partially mapped huge folio gets there, which no phase does
// file: mm/migrate.c

@@
expression old_pte;
identifier newpte;
@@
try_to_map_unused_to_zeropage(...)
{
<...
- if (pte_swp_soft_dirty(old_pte))
-	newpte = pte_mksoft_dirty(newpte);
- if (pte_swp_uffd(old_pte))
-	newpte = pte_mkuffd(newpte);
...>
}
