// SPDX-License-Identifier: GPL-2.0
// what: map a huge page read-only again
// since: 6.19
// visible: x86_64
// file: mm/huge_memory.c

@@
symbol pmde, vma;
@@
remove_migration_pmd(...)
{
<...
- pmde = pmd_mkwrite(pmde, vma);
+ ;
...>
}
