// SPDX-License-Identifier: GPL-2.0
// what: lose the dirty bit on its way through the entry
// since: 6.1
// visible: x86_64
// file: mm/migrate_device.c

@@
symbol entry;
@@
migrate_vma_collect_pmd(...)
{
	<...
-	entry = make_migration_entry_dirty(entry);
+	;
	...>
}
