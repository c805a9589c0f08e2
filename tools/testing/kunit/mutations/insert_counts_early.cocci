// SPDX-License-Identifier: GPL-2.0
// what: count a page before it is known to be inserted
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_insert_abort.every_allocation_has_a_row
// seen: um:7.3 migrate_device_insert_abort.same_destination_without_memory.directory_of_the_fourth_level

@@
@@
migrate_vma_insert_page(...)
{
	<...
+	inc_mm_counter(mm, MM_ANONPAGES);
	if (!vma_is_anonymous(vma))
		goto abort;
	...>
}
