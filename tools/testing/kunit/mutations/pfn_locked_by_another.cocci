// SPDX-License-Identifier: GPL-2.0
// what: take a page that somebody has locked
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_no_vma.range_out_of_reach.locked_page

@@
expression folio;
@@
\( migrate_device_pfn_lock \| migrate_device_range \)(...)
{
	<...
(
-	!folio_trylock(folio)
+	(folio_trylock(folio), false)
|
-	!trylock_page(folio)
+	(trylock_page(folio), false)
)
	...>
}
