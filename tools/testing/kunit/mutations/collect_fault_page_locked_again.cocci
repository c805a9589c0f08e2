// SPDX-License-Identifier: GPL-2.0
// what: try to lock the fault page, which the caller has locked
// since: 6.15
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_private.page_there_and_back.exclusive_writable_dirty_page

@@
identifier fault_folio;
symbol folio;
@@
migrate_vma_collect_pmd(...)
{
	<...
-	fault_folio == folio || folio_trylock(folio)
+	folio_trylock(folio)
	...>
}
