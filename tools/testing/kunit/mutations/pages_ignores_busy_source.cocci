// SPDX-License-Identifier: GPL-2.0
// what: take a source that is in use for moved
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_partial.used_page.exclusive_read_only_page
// seen: um:7.3 migrate_device_partial.used_page.exclusive_writable_page
// seen: um:7.3 migrate_device_partial.used_page.mlocked_page
// seen: um:7.3 migrate_device_partial.used_page.page_of_a_private_file_mapping
// seen: um:7.3 migrate_device_partial.used_page.page_of_a_shared_file_mapping
// seen: um:7.3 migrate_device_partial.used_page.page_that_a_fork_shares

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
