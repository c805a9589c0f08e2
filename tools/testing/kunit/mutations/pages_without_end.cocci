// SPDX-License-Identifier: GPL-2.0
// what: do not announce the end of an insertion
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_insert.mapped_address.zero_page_from_after_collect
// seen: um:7.3 migrate_device_insert.mapped_address.zero_page_from_before_collect
// seen: um:7.3 migrate_device_insert_abort.failed_allocation.anon_vma
// seen: um:7.3 migrate_device_insert_abort.failed_allocation.charge_for_a_hole
// seen: um:7.3 migrate_device_insert_abort.failed_allocation.charge_for_the_zero_page
// seen: um:7.3 migrate_device_insert_abort.failed_allocation.charge_without_a_page_table

@@
@@
__migrate_device_pages(...)
{
	<...
-	if (notified)
-		\( mmu_notifier_invalidate_range_end(...) \| mmu_notifier_invalidate_range_only_end(...) \);
	...>
}
