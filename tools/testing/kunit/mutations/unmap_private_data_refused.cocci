// SPDX-License-Identifier: GPL-2.0
// what: take the reference for private data for one that nothing explains
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_collect.taken_file_page.shared_page_with_private_data_is_taken
// seen: um:7.3 migrate_device_collect_kernel.taken_file_page.shared_page_with_private_data_is_taken

@@
@@
migrate_vma_check_page(...)
{
	<...
(
-	folio_has_private(...)
+	0
|
-	page_has_private(...)
+	0
)
	...>
}
