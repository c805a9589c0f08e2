// SPDX-License-Identifier: GPL-2.0
// what: take a page that somebody holds a reference on
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
@@
migrate_vma_check_page(...)
{
	<...
-	return false;
+	return true;
	...>
}
