// SPDX-License-Identifier: GPL-2.0
// what: a device page that is unmapped is counted as mapped for ever
// since: 6.12
// visible: um, x86_64
// file: mm/rmap.c
// seen: um:7.3 migrate_device_evict.evicted_page.writable_private_page

@@
identifier folio, nr;
@@
__folio_remove_rmap(struct folio *folio, ...)
{
	<...
+	if (!folio_is_device_private(folio))
	__folio_mod_stat(folio, -nr, ...);
	...>
}
