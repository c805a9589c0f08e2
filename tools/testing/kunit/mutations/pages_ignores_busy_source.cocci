// SPDX-License-Identifier: GPL-2.0
// what: take a source that is in use for moved
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
expression e, f, g, h, x;
identifier r;
@@
__migrate_device_pages(...)
{
	<...
(
-	r = folio_migrate_mapping(e, f, g, h);
+	folio_migrate_mapping(e, f, g, h); r = 0;
|
-	r = migrate_folio(e, f, g, x);
+	migrate_folio(e, f, g, x); r = MIGRATEPAGE_SUCCESS;
)
	...>
}
