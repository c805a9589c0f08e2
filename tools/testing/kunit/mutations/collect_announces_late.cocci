// SPDX-License-Identifier: GPL-2.0
// what: announce the range once it is collected
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_notifier.collected_range.all_pages
// seen: um:7.3 migrate_device_notifier.collected_range.holes_and_pages
// seen: um:7.3 migrate_device_notifier.collected_range.middle_of_a_mapping
// seen: um:7.3 migrate_device_notifier.collected_range.one_page
// seen: um:7.3 migrate_device_notifier.collected_range.shared_pages

@@
expression r;
@@
migrate_vma_collect(...)
{
	...
-	mmu_notifier_invalidate_range_start(&r);
	...
+	mmu_notifier_invalidate_range_start(&r);
	mmu_notifier_invalidate_range_end(&r);
	...
}
