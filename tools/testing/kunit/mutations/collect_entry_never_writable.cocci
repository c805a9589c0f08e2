// SPDX-License-Identifier: GPL-2.0
// what: lose the write bit of a PTE
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_collect.collected_file_page.private_copy_keeps_all_bits
// seen: um:7.3 migrate_device_collect.collected_file_page.shared_writable_dirty_page_moves_dirty_to_the_folio
// seen: um:7.3 migrate_device_collect.collected_page.exclusive_writable_dirty_young_page_keeps_all_bits
// seen: um:7.3 migrate_device_collect.taken_file_page.private_copy_keeps_all_bits
// seen: um:7.3 migrate_device_round_trip.aborted_page.exclusive_writable_dirty_page
// seen: um:7.3 migrate_device_round_trip.moved_file_page.private_copy
// seen: um:7.3 migrate_device_round_trip.moved_page.exclusive_writable_dirty_page

@@
expression e;
@@
migrate_vma_collect_pmd(...)
{
	<...
-	make_writable_migration_entry(e)
+	make_readable_migration_entry(e)
	...>
}
