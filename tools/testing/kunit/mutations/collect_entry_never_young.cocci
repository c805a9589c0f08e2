// SPDX-License-Identifier: GPL-2.0
// what: lose the young bit of a PTE
// since: 6.1
// visible: x86_64
// file: mm/migrate_device.c

@@
symbol entry;
@@
migrate_vma_collect_pmd(...)
{
	<...
-	entry = make_migration_entry_young(entry);
+	;
	...>
}
