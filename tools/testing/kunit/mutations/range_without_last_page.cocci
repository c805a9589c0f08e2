// SPDX-License-Identifier: GPL-2.0
// what: leave out the last page
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_no_vma.range_in_use.exclusive_writable_dirty_page

@@
identifier npages, i;
expression e;
@@
\( migrate_device_range \| migrate_device_pfns \)(...)
{
	<...
-	i < npages
+	i + 1 < npages
	...>
}
