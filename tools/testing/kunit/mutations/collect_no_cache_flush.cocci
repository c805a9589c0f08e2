// SPDX-License-Identifier: GPL-2.0
// what: clear a PTE that caches may still need
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
@@
migrate_vma_collect_pmd(...)
{
	<...
-	flush_cache_page(...);
+	;
	...>
}
