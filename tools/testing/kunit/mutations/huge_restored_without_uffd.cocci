// SPDX-License-Identifier: GPL-2.0
// what: forget uffd when a huge page is mapped again
// since: 6.19
// visible: x86_64
// file: mm/huge_memory.c

@@
symbol pmde;
@@
remove_migration_pmd(...)
{
<...
- pmde = pmd_mkuffd(pmde);
+ ;
...>
}
