// SPDX-License-Identifier: GPL-2.0
// what: announce a migration without its owner
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_notifier.collected_range.all_pages
// seen: um:7.3 migrate_device_notifier.collected_range.holes_and_pages
// seen: um:7.3 migrate_device_notifier.collected_range.middle_of_a_mapping
// seen: um:7.3 migrate_device_notifier.collected_range.nothing_but_holes
// seen: um:7.3 migrate_device_notifier.collected_range.nothing_that_can_be_taken
// seen: um:7.3 migrate_device_notifier.collected_range.one_page

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
