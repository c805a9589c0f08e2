// SPDX-License-Identifier: GPL-2.0
// what: leave young of a huge PMD behind
// since: 6.19
// visible: x86_64
// file: mm/huge_memory.c

@@
symbol entry;
@@
set_pmd_migration_entry(...)
{
<...
- entry = make_migration_entry_young(entry);
+ ;
...>
}
