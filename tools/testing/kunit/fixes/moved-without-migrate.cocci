// SPDX-License-Identifier: GPL-2.0
// what: leave a page alone whose MIGRATE bit is clear
// fixes: Documentation/mdkunit/finds/moved-without-migrate.rst
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
identifier src_pfns, i, newpage;
@@
__migrate_device_pages(...)
{
	<...
-	if (!newpage) {
+	if (!newpage || !(src_pfns[i] & MIGRATE_PFN_MIGRATE)) {
		src_pfns[i] &= ~MIGRATE_PFN_MIGRATE;
		...
	}
	...>
}
