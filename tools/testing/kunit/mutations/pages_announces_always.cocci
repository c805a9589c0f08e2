// SPDX-License-Identifier: GPL-2.0
// what: announce an insertion where nothing is inserted
// since: 6.12
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_emptied.page_that_was_not_offered
// seen: um:7.3 migrate_device_notifier.inserted_range.hole_without_a_destination
// seen: um:7.3 migrate_device_notifier.inserted_range.no_hole

@@
identifier i, npages;
@@
__migrate_device_pages(...)
{
	...
+	if (migrate) {
+		mmu_notifier_range_init_owner(&range, MMU_NOTIFY_MIGRATE, 0, migrate->vma->vm_mm, migrate->start, migrate->end, migrate->pgmap_owner);
+		mmu_notifier_invalidate_range_start(&range);
+		notified = true;
+	}
	for (i = 0; i < npages; ...) { ... }
	...
}
