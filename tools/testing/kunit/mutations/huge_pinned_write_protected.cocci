// SPDX-License-Identifier: GPL-2.0
// what: put the PMD of a pinned huge page back read-only
// since: 6.19
// visible: x86_64
// file: mm/huge_memory.c

@@
symbol pmdval, mm, address, pvmw;
@@
set_pmd_migration_entry(...)
{
<...
- set_pmd_at(mm, address, pvmw->pmd, pmdval);
+ set_pmd_at(mm, address, pvmw->pmd, pmd_clear_soft_dirty(pmd_mkold(pmd_wrprotect(pmdval))));
...>
}
