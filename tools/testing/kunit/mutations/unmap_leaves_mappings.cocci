// SPDX-License-Identifier: GPL-2.0
// what: leave the page mapped by others
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
@@
migrate_device_unmap(...)
{
	<...
-	try_to_migrate(...);
+	;
	...>
}
