// SPDX-License-Identifier: GPL-2.0
// what: map the destination of a page that was not moved
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
identifier src_pfns, i, dst;
@@
\( __migrate_device_finalize \| migrate_device_finalize \)(...)
{
	<...
-	if (!(src_pfns[i] & MIGRATE_PFN_MIGRATE) || !dst) {
+	if (!dst) {
	...
	}
	...>
}
