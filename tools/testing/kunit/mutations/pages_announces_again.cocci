// SPDX-License-Identifier: GPL-2.0
// what: announce each insertion
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
@@
__migrate_device_pages(...)
{
	<...
-	if (!notified) {
+	if (true) {
	...
	}
	...>
}
