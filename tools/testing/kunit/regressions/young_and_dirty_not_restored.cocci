// SPDX-License-Identifier: GPL-2.0
// what: a page that is mapped again is always young and clean
// symptom: idle pages look busy
// reverts: 2e3468778dbe
// since: 6.1
// visible: x86_64
// file: mm/migrate.c

@@
identifier pte;
expression E, F;
@@
remove_migration_pte(...)
{
<...
(
- if (!softleaf_is_migration_young(E))
-	pte = pte_mkold(pte);
- if (folio_test_dirty(F) && softleaf_is_migration_dirty(E))
-	pte = pte_mkdirty(pte);
|
- if (!is_migration_entry_young(E))
-	pte = pte_mkold(pte);
- if (folio_test_dirty(F) && is_migration_entry_dirty(E))
-	pte = pte_mkdirty(pte);
)
...>
}
