// SPDX-License-Identifier: GPL-2.0
// what: collect drops the young and dirty bits of the PTE
// symptom: a page that is in use looks idle after it came back
// reverts: 2e3468778dbe
// since: 6.1
// visible: x86_64
// file: mm/migrate_device.c

@@
identifier pte, entry;
@@
migrate_vma_collect_pmd(...)
{
<...
- if (pte_present(pte)) {
-	if (pte_young(pte))
-		entry = make_migration_entry_young(entry);
-	if (pte_dirty(pte))
-		entry = make_migration_entry_dirty(entry);
- }
...>
}
