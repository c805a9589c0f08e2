// SPDX-License-Identifier: GPL-2.0
// what: lose the young bit of a PTE
// since: 6.1
// visible: x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_collect_kernel.refused_page.exclusive_page_with_an_extra_reference_is_mapped_again
// seen: x86_64:7.3 migrate_device_collect_kernel.refused_page.gup_pinned_page_that_is_not_exclusive_is_mapped_again
// seen: x86_64:7.3 migrate_device_collect_kernel.taken_file_page.private_copy_keeps_all_bits
// seen: x86_64:7.3 migrate_device_collect_kernel.taken_file_page.shared_read_only_page_gets_a_readable_entry
// seen: x86_64:7.3 migrate_device_collect_kernel.taken_file_page.shared_writable_dirty_page_moves_dirty_to_the_folio
// seen: x86_64:7.3 migrate_device_collect_kernel.taken_page.exclusive_writable_clean_page_stays_clean
// seen: x86_64:7.3 migrate_device_collect_kernel.taken_page.exclusive_writable_dirty_young_page_keeps_all_bits
// seen: x86_64:7.3 migrate_device_collect_kernel.taken_page.not_exclusive_page_gets_a_readable_entry
// seen: x86_64:7.3 migrate_device_round_trip.aborted_file_page.shared_writable_dirty_page
// seen: x86_64:7.3 migrate_device_round_trip_kernel.aborted_file_page.shared_writable_dirty_page
// seen: x86_64:7.3 migrate_device_round_trip_kernel.aborted_page.exclusive_read_only_page
// seen: x86_64:7.3 migrate_device_round_trip_kernel.aborted_page.exclusive_writable_dirty_page
// seen: x86_64:7.3 migrate_device_round_trip_kernel.moved_page.exclusive_writable_dirty_page
// seen: x86_64:7.3 migrate_device_round_trip_kernel.moved_page.not_exclusive_page

@@
symbol entry;
@@
migrate_vma_collect_pmd(...)
{
	<...
-	entry = make_migration_entry_young(entry);
+	;
	...>
}
