// SPDX-License-Identifier: GPL-2.0
// what: clear a huge PMD without a flush
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
+ pmdval = pmdp_huge_get_and_clear(vma->vm_mm, address, pvmw->pmd);
...>
}
