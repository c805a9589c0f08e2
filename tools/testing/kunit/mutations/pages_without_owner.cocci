// SPDX-License-Identifier: GPL-2.0
// what: announce an insertion without its owner
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
@@
__migrate_device_pages(...)
{
	<...
	mmu_notifier_range_init_owner(...,
-	migrate->pgmap_owner
+	NULL
	);
	...>
}
