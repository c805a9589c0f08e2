// SPDX-License-Identifier: GPL-2.0
// what: announce before the arguments are checked
// since: 6.12
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_notifier.refused_arguments
// seen: um:7.3 migrate_device_notifier.set_up_range.all_pages
// seen: um:7.3 migrate_device_notifier.set_up_range.holes_and_pages
// seen: um:7.3 migrate_device_notifier.set_up_range.middle_of_a_mapping
// seen: um:7.3 migrate_device_notifier.set_up_range.nothing_but_holes
// seen: um:7.3 migrate_device_notifier.set_up_range.nothing_that_can_be_taken
// seen: um:7.3 migrate_device_notifier.set_up_range.one_page
// seen: um:7.3 migrate_device_notifier.set_up_range.shared_pages

@@
identifier args;
@@
migrate_vma_setup(struct migrate_vma *args)
{
+	struct mmu_notifier_range r;
	...
	args->start &= PAGE_MASK;
+	if (args->vma) {
+		mmu_notifier_range_init_owner(&r, MMU_NOTIFY_MIGRATE, 0, args->vma->vm_mm, args->start, args->end, NULL);
+		mmu_notifier_invalidate_range_start(&r);
+		mmu_notifier_invalidate_range_end(&r);
+	}
	...
}
