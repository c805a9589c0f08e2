// SPDX-License-Identifier: GPL-2.0
// what: announce the end before anything is collected
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_gup_fast.shared_with_ptep_clear_flush.wanted_for_reading_before_the_clear
// seen: um:7.3 migrate_device_gup_fast.shared_with_ptep_clear_flush.wanted_for_writing_before_the_clear
// seen: um:7.3 migrate_device_gup_fast.shared_with_ptep_get_and_clear.first_seen_at_the_end
// seen: um:7.3 migrate_device_gup_fast.shared_with_ptep_get_and_clear.grabbed_before_and_checked_behind_it
// seen: um:7.3 migrate_device_gup_fast.shared_with_ptep_get_and_clear.seen_before_and_grabbed_behind_it
// seen: um:7.3 migrate_device_gup_fast.shared_with_ptep_get_and_clear.wanted_for_reading_before_the_clear
// seen: um:7.3 migrate_device_gup_fast.shared_with_ptep_get_and_clear.wanted_for_writing_before_the_clear

@@
expression r;
@@
migrate_vma_collect(...)
{
	...
	mmu_notifier_invalidate_range_start(&r);
+	mmu_notifier_invalidate_range_end(&r);
	...
-	mmu_notifier_invalidate_range_end(&r);
	...
}
