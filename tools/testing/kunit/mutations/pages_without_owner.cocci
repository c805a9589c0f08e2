// SPDX-License-Identifier: GPL-2.0
// what: announce an insertion without its owner
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_notifier.inserted_range.holes_with_pages_between
// seen: um:7.3 migrate_device_notifier.inserted_range.last_hole
// seen: um:7.3 migrate_device_notifier.inserted_range.one_hole
// seen: um:7.3 migrate_device_notifier.inserted_range.second_hole_only
// seen: um:7.3 migrate_device_notifier.inserted_range.zero_page

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
