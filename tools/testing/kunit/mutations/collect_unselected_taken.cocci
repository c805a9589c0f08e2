// SPDX-License-Identifier: GPL-2.0
// what: take system memory on a call for device memory
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_collect.unselected_page.exclusive_page_is_skipped
// seen: um:7.3 migrate_device_collect.unselected_page.file_page_is_skipped
// seen: um:7.3 migrate_device_collect.unselected_page.shared_page_is_skipped

@@
symbol page;
@@
migrate_vma_collect_pmd(...)
{
	<...
-	!is_zone_device_page(page)
+	0
	...>
}
