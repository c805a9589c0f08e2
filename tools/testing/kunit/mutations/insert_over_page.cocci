// SPDX-License-Identifier: GPL-2.0
// what: replace a page that a fault put there
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_insert_abort.filled_address.fault_filled_the_hole
// seen: um:7.3 migrate_device_insert_abort.filled_address.fault_filled_the_hole_without_a_page_table
// seen: um:7.3 migrate_device_insert_abort.filled_address.fault_replaced_the_zero_page

@@
expression pfn;
@@
migrate_vma_insert_page(...)
{
	<...
-	if (!is_zero_pfn(pfn))
-		goto unlock_abort;
	...>
}
