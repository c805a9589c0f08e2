// SPDX-License-Identifier: GPL-2.0
// what: mprotect() drops the uffd marker of a huge device-private entry
// symptom: write protection by userfaultfd is lost
// reverts: a fix in 7.1
// since: 7.3
// unseen: no case calls mprotect() on a huge entry
// file: mm/huge_memory.c

@@
expression pmd;
identifier newpmd;
@@
change_non_present_huge_pmd(...)
{
<...
- if (pmd_swp_uffd(*pmd))
-	newpmd = pmd_swp_mkuffd(newpmd);
...>
}
