// SPDX-License-Identifier: GPL-2.0
// what: the huge folio does not get the dirty bit of the PMD that is cleared
// symptom: reclaim drops the folio and old data comes back from swap
// reverts: fd35ca3d12cc, for a PMD
// since: 7.3
// visible: x86_64
// file: mm/huge_memory.c

@@
@@
set_pmd_migration_entry(...)
{
<...
- folio_mark_dirty(...);
...>
}
