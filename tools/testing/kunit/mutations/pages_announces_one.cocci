// SPDX-License-Identifier: GPL-2.0
// what: announce the first inserted page only
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_notifier.inserted_range.holes_with_pages_between
// seen: um:7.3 migrate_device_random.few_scenarios

@@
@@
__migrate_device_pages(...)
{
	<...
	mmu_notifier_range_init_owner(...,
-	migrate->end
+	addr + PAGE_SIZE
	, ...);
	...>
}
