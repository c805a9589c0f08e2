// SPDX-License-Identifier: GPL-2.0
// what: return with the page-table lock held
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_insert_abort.filled_address.fault_filled_the_hole
// seen: um:7.3 migrate_device_insert_abort.filled_address.fault_filled_the_hole_without_a_page_table
// seen: um:7.3 migrate_device_insert_abort.filled_address.fault_replaced_the_zero_page
// seen: um:7.3 migrate_device_insert_abort.filled_address.page_that_came_is_migrated_by_another
// seen: um:7.3 migrate_device_insert_abort.filled_address.page_that_came_is_swapped_out
// seen: um:7.3 migrate_device_insert_abort.forbidden_address.hole_in_an_mm_that_the_oom_reaper_empties

@@
expression ptep, ptl;
@@
migrate_vma_insert_page(...)
{
	<...
(
	pte_unmap_unlock(ptep, ptl);
	*src = MIGRATE_PFN_MIGRATE;
|
-	pte_unmap_unlock(ptep, ptl);
)
	...>
}
