// SPDX-License-Identifier: GPL-2.0
// what: announce a migration without its owner
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
@@
migrate_vma_collect(...)
{
	<...
	mmu_notifier_range_init_owner(...,
-	migrate->pgmap_owner
+	NULL
	);
	...>
}
