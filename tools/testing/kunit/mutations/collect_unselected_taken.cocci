// SPDX-License-Identifier: GPL-2.0
// what: take system memory on a call for device memory
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

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
