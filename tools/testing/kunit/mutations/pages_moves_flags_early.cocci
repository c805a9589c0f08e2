// SPDX-License-Identifier: GPL-2.0
// what: move the flags of a page that may stay
// since: 6.12
// visible: um, x86_64
// file: mm/migrate_device.c

@@
expression e, newfolio, folio, h;
identifier r;
@@
__migrate_device_pages(...)
{
	<...
+	folio_migrate_flags(newfolio, folio);
	r = folio_migrate_mapping(e, newfolio, folio, h);
	...>
}
