// SPDX-License-Identifier: GPL-2.0
// what: accept a range without a page
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_arguments.refused.empty_range

@@
symbol args;
symbol nr_pages;
@@
migrate_vma_setup(...)
{
	<...
-	nr_pages <= 0
+	0
	...>
}
