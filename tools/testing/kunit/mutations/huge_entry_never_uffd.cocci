// SPDX-License-Identifier: GPL-2.0
// what: leave uffd of a huge PMD behind
// since: 6.19
// visible: x86_64
// file: mm/huge_memory.c

@@
symbol pmdswp;
@@
set_pmd_migration_entry(...)
{
<...
- pmdswp = pmd_swp_mkuffd(pmdswp);
+ ;
...>
}
