// SPDX-License-Identifier: GPL-2.0
// what: leave MIGRATE set where nothing was inserted
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3, x86_64:7.3 migrate_device_insert_abort.failed_allocation.anon_vma
// seen: um:7.3, x86_64:7.3 migrate_device_insert_abort.failed_allocation.directory_of_the_second_level
// seen: um:7.3, x86_64:7.3 migrate_device_insert_abort.failed_allocation.page_table
// seen: x86_64:7.3 migrate_device_insert_abort.filled_address.huge_page_filled_the_hole

@@
@@
migrate_vma_insert_page(...)
{
	<...
-	*src &= ~MIGRATE_PFN_MIGRATE;
	...>
}
