// SPDX-License-Identifier: GPL-2.0
// what: replace a swap or migration entry
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_insert_abort.filled_address.page_that_came_is_migrated_by_another
// seen: um:7.3 migrate_device_insert_abort.filled_address.page_that_came_is_swapped_out

@@
expression x;
@@
migrate_vma_insert_page(...)
{
	<...
-	if (!pte_none(x))
-		goto unlock_abort;
	...>
}
