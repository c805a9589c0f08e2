// SPDX-License-Identifier: GPL-2.0
// what: an entry that becomes device-private loses soft-dirty
// symptom: a checkpoint misses pages
// reverts: 3d321bf82c4b
// since: 6.1
// visible: x86_64
// file: mm/migrate.c

@@
identifier pte;
expression old_pte;
@@
remove_migration_pte(...)
{
<...
- if (pte_swp_soft_dirty(old_pte))
-	pte = pte_swp_mksoft_dirty(pte);
...>
}
