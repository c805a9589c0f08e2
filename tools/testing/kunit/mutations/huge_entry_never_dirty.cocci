// SPDX-License-Identifier: GPL-2.0
// what: leave dirty of a huge PMD behind
// since: 6.19
// visible: x86_64
// file: mm/huge_memory.c

@@
symbol folio, entry;
@@
set_pmd_migration_entry(...)
{
<...
- folio_mark_dirty(folio);
- entry = make_migration_entry_dirty(entry);
...>
}
