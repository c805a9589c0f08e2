// SPDX-License-Identifier: GPL-2.0
// what: the migration entry of a huge page loses soft-dirty
// symptom: a checkpoint misses 512 pages
// reverts: "mm: soft-dirty: keep soft-dirty bits over thp migration"
// since: 7.3
// visible: x86_64
// file: mm/huge_memory.c

@@
expression pmdval;
identifier softdirty;
@@
set_pmd_migration_entry(...)
{
<...
- softdirty = pmd_soft_dirty(pmdval);
+ softdirty = false;
...>
}
