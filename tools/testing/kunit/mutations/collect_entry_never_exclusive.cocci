// SPDX-License-Identifier: GPL-2.0
// what: lose the exclusive state of a read-only PTE
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
expression e;
@@
migrate_vma_collect_pmd(...)
{
	<...
-	make_readable_exclusive_migration_entry(e)
+	make_readable_migration_entry(e)
	...>
}
