// SPDX-License-Identifier: GPL-2.0
// what: do not unlock a page that is mapped again
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
identifier src_pfns, i, folio;
@@
migrate_device_unmap(...)
{
	<...
	remove_migration_ptes(...);
	src_pfns[i] = 0;
(
-	if (...) folio_unlock(folio);
|
-	folio_unlock(folio);
)
	...>
}
