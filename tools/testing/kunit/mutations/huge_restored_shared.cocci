// SPDX-License-Identifier: GPL-2.0
// what: forget that a huge page is exclusive when it is mapped again
// since: 6.19
// visible: x86_64
// file: mm/huge_memory.c

@@
symbol rmap_flags;
@@
remove_migration_pmd(...)
{
<...
- rmap_flags |= RMAP_EXCLUSIVE;
+ ;
...>
}
