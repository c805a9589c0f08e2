// SPDX-License-Identifier: GPL-2.0
// what: read dirty of a huge PMD before the clear
// since: 6.19
// visible: x86_64
// file: mm/huge_memory.c

@@
symbol pmdval, vma, address, pvmw;
@@
set_pmd_migration_entry(...)
{
<...
- pmdval = pmdp_invalidate(vma, address, pvmw->pmd);
+ pmdval = pmd_mkclean(pmdp_invalidate(vma, address, pvmw->pmd));
...>
}
