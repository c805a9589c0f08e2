// SPDX-License-Identifier: GPL-2.0
// what: do not map a page again that can not be taken
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
@@
migrate_device_unmap(...)
{
	<...
-	remove_migration_ptes(...);
	...>
}
