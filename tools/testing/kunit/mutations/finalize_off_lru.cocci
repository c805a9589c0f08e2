// SPDX-License-Identifier: GPL-2.0
// what: do not put the page back on the LRU
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_bits.kept.exclusive_page
// seen: um:7.3 migrate_device_bits.kept.page_of_a_private_file_mapping
// seen: um:7.3 migrate_device_bits.kept.page_of_a_shared_file_mapping
// seen: um:7.3 migrate_device_bits.kept.page_that_a_fork_shares
// seen: um:7.3 migrate_device_bits.kept.page_that_is_not_exclusive
// seen: um:7.3 migrate_device_bits.kept.private_copy
// seen: um:7.3 migrate_device_evict.evicted_page.read_only_private_page
// seen: um:7.3 migrate_device_evict.evicted_page.writable_coherent_page
// seen: um:7.3 migrate_device_evict.evicted_page.writable_private_page
// seen: um:7.3 migrate_device_evict.evicted_page_of_a_list.coherent_page_that_a_fork_shares
// seen: um:7.3 migrate_device_evict.evicted_page_of_a_list.private_page_that_a_fork_shares
// seen: um:7.3 migrate_device_evict.evicted_page_of_a_list.private_page_that_is_not_exclusive
// seen: um:7.3 migrate_device_evict.evicted_page_of_a_list.read_only_private_page
// seen: um:7.3 migrate_device_evict.evicted_page_of_a_list.writable_coherent_page
// seen: um:7.3 migrate_device_evict.evicted_page_of_a_list.writable_private_page
// seen: um:7.3 migrate_device_interference.childless_page.after_pages_page_moves
// seen: um:7.3 migrate_device_interference.childless_page.after_pages_page_stays
// seen: um:7.3 migrate_device_interference.childless_page.before_it_is_mapped_again
// seen: um:7.3 migrate_device_interference.childless_page.before_its_mapping_is_removed
// seen: um:7.3 migrate_device_interference.childless_page.before_pages_page_moves
// seen: um:7.3 migrate_device_interference.childless_page.before_pages_page_stays
// seen: um:7.3 migrate_device_life.write_protected_page_moves.writable_page
// seen: um:7.3 migrate_device_private_kernel.page_from_the_device.dirty_folio
// seen: um:7.3 migrate_device_private_kernel.page_from_the_device.exclusive_read_only_page
// seen: um:7.3 migrate_device_private_kernel.page_from_the_device.exclusive_writable_page
// seen: um:7.3 migrate_device_private_kernel.page_from_the_device.page_that_a_fork_shares
// seen: um:7.3 migrate_device_private_kernel.page_from_the_device.page_that_is_not_exclusive
// seen: um:7.3 migrate_device_private_kernel.page_from_the_device.private_copy_of_a_file_page
// seen: um:7.3 migrate_device_private_kernel.page_in_the_swap_cache.page_under_writeback_is_refused
// seen: um:7.3 migrate_device_private_kernel.page_there_and_back.dirty_folio
// seen: um:7.3 migrate_device_private_kernel.page_there_and_back.exclusive_read_only_page
// seen: um:7.3 migrate_device_private_kernel.page_there_and_back.exclusive_writable_clean_page
// seen: um:7.3 migrate_device_private_kernel.page_there_and_back.exclusive_writable_dirty_page
// seen: um:7.3 migrate_device_private_kernel.page_there_and_back.page_that_a_fork_shares
// seen: um:7.3 migrate_device_private_kernel.page_there_and_back.page_that_is_not_exclusive
// seen: um:7.3 migrate_device_private_kernel.page_there_and_back.private_copy_of_a_file_page
// seen: um:7.3 migrate_device_round_trip_kernel.aborted_file_page.private_copy
// seen: um:7.3 migrate_device_round_trip_kernel.aborted_file_page.private_read_only_page
// seen: um:7.3 migrate_device_round_trip_kernel.aborted_file_page.shared_writable_clean_page
// seen: um:7.3 migrate_device_round_trip_kernel.aborted_page.mlocked_page_stays_mlocked

@@
@@
\( __migrate_device_finalize \| migrate_device_finalize \)(...)
{
	<...
-	folio_add_lru(...);
+	;
	...>
}
