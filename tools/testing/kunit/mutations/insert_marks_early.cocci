// SPDX-License-Identifier: GPL-2.0
// what: mark the destination uptodate before anything can fail
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_insert_abort.same_destination_of_filled_address.huge_page_filled_the_hole
// seen: um:7.3, x86_64:7.3 migrate_device_insert_abort.same_destination_of_forbidden_address.hole_in_a_file_mapping
// seen: um:7.3, x86_64:7.3 migrate_device_insert_abort.same_destination_without_memory.anon_vma
// seen: um:7.3, x86_64:7.3 migrate_device_insert_abort.same_destination_without_memory.directory_of_the_second_level
// seen: um:7.3, x86_64:7.3 migrate_device_insert_abort.same_destination_without_memory.directory_of_the_third_level
// seen: um:7.3, x86_64:7.3 migrate_device_insert_abort.same_destination_without_memory.page_table

@@
@@
migrate_vma_insert_page(...)
{
	<...
+	folio_mark_uptodate(page_folio(page));
	if (!vma_is_anonymous(vma))
		goto abort;
	...>
}
