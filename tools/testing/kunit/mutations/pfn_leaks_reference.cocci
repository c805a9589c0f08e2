// SPDX-License-Identifier: GPL-2.0
// what: keep the reference of a page that is locked
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
expression folio;
@@
\( migrate_device_pfn_lock \| migrate_device_range \)(...)
{
	<...
	if (\( !folio_trylock(folio) \| !trylock_page(folio) \)) {
	...
-	\( folio_put(folio) \| put_page(folio) \);
	...
	}
	...>
}
