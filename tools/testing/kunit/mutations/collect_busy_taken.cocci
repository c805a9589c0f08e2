// SPDX-License-Identifier: GPL-2.0
// what: take a page that somebody else has locked
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_collect_kernel.passed_over_page.locked_page_is_left_alone

@@
symbol folio;
@@
migrate_vma_collect_pmd(...)
{
	<...
-	folio_trylock(folio)
+	(folio_trylock(folio) || 1)
	...>
}
