// SPDX-License-Identifier: GPL-2.0
// what: lose the dirty bit on its way through the entry
// since: 6.1
// visible: x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_collect_kernel.refused_page.file_page_with_an_extra_reference_is_mapped_again
// seen: x86_64:7.3 migrate_device_collect_kernel.taken_page.exclusive_read_only_dirty_page_moves_dirty_to_the_folio
// seen: x86_64:7.3 migrate_device_collect_kernel.taken_page.not_exclusive_dirty_page_moves_dirty_to_the_folio
// seen: x86_64:7.3 migrate_device_ranges_kernel.moved_range_in_one_table.last_page_of_the_mapping
// seen: x86_64:7.3 migrate_device_ranges_kernel.moved_range_in_one_table.one_page_of_four_can_be_migrated
// seen: x86_64:7.3 migrate_device_ranges_kernel.range_in_one_table.last_page_of_the_mapping
// seen: x86_64:7.3 migrate_device_ranges_kernel.range_in_one_table.one_page_of_four_can_be_migrated
// seen: x86_64:7.3 migrate_device_round_trip.aborted_page.dirty_page_does_not_become_soft_dirty
// seen: x86_64:7.3 migrate_device_round_trip_kernel.aborted_page.dirty_page_does_not_become_soft_dirty
// seen: x86_64:7.3 migrate_device_round_trip_kernel.moved_file_page.private_copy

@@
symbol entry;
@@
migrate_vma_collect_pmd(...)
{
	<...
-	entry = make_migration_entry_dirty(entry);
+	;
	...>
}
