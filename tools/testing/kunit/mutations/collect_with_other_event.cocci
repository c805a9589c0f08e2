// SPDX-License-Identifier: GPL-2.0
// what: announce a migration as something else
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
@@
migrate_vma_collect(...)
{
	<...
-	MMU_NOTIFY_MIGRATE
+	MMU_NOTIFY_CLEAR
	...>
}
