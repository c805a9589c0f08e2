// SPDX-License-Identifier: GPL-2.0
// what: do not unlock a page that is mapped again
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_bits.put_back.exclusive_page
// seen: um:7.3 migrate_device_bits.put_back.page_of_a_private_file_mapping
// seen: um:7.3 migrate_device_bits.put_back.page_of_a_shared_file_mapping
// seen: um:7.3 migrate_device_bits.put_back.page_that_a_fork_shares
// seen: um:7.3 migrate_device_bits.put_back.page_that_is_not_exclusive
// seen: um:7.3 migrate_device_bits.put_back.private_copy
// seen: um:7.3 migrate_device_collect.page_pinned_by_pin_user_pages.page_of_a_private_file_mapping_pinned_for_reading
// seen: um:7.3 migrate_device_collect.page_pinned_by_pin_user_pages.page_of_a_shared_file_mapping_pinned_for_writing
// seen: um:7.3 migrate_device_collect.refused_page.file_page_with_private_data_and_a_reference_is_mapped_again
// seen: um:7.3 migrate_device_collect_kernel.page_pinned_by_pin_user_pages.page_of_a_private_file_mapping_pinned_for_reading
// seen: um:7.3 migrate_device_collect_kernel.page_pinned_by_pin_user_pages.page_of_a_shared_file_mapping_pinned_for_writing
// seen: um:7.3 migrate_device_collect_kernel.refused_page.file_page_with_private_data_and_a_reference_is_mapped_again
// seen: um:7.3 migrate_device_collect_kernel.refused_page.page_isolated_by_another_is_mapped_again
// seen: um:7.3 migrate_device_collect_kernel.refused_page.read_only_exclusive_page_with_an_extra_reference_stays_exclusive
// seen: um:7.3 migrate_device_evict.kept_page.private_page_with_two_extra_references
// seen: um:7.3 migrate_device_ranges_kernel.moved_range_in_many_tables.pages_in_use_in_two_tables
// seen: um:7.3 migrate_device_ranges_kernel.range_in_many_tables.pages_in_use_in_two_tables
// seen: um:7.3 migrate_device_select.page_with_many_references.exclusive_read_only_private_page
// seen: um:7.3 migrate_device_select.page_with_many_references.writable_private_page
// seen: um:7.3 migrate_device_select_kernel.page_in_use.coherent_page_with_two_extra_references
// seen: um:7.3 migrate_device_select_kernel.page_in_use.gup_pinned_coherent_page_that_is_not_exclusive
// seen: um:7.3 migrate_device_select_kernel.page_in_use.private_page_with_two_extra_references
// seen: um:7.3 migrate_device_select_kernel.page_in_use.shared_private_page_with_two_extra_references
// seen: um:7.3 migrate_device_states.put_back.active_page
// seen: um:7.3 migrate_device_states.put_back.active_page_in_an_lru_batch
// seen: um:7.3 migrate_device_states.put_back.active_referenced_file_page
// seen: um:7.3 migrate_device_states.put_back.clean_page_in_the_swap_cache
// seen: um:7.3 migrate_device_states.put_back.dirty_page_in_the_swap_cache
// seen: um:7.3 migrate_device_states.put_back.page_in_an_lru_batch
// seen: um:7.3 migrate_device_states.put_back.page_in_the_swap_cache_that_a_fork_shares
// seen: um:7.3 migrate_device_states.put_back.page_in_the_swap_cache_that_is_not_exclusive
// seen: um:7.3 migrate_device_states.put_back.page_of_the_workingset
// seen: um:7.3 migrate_device_states.put_back.page_with_every_flag
// seen: um:7.3 migrate_device_states.put_back.private_copy_in_the_swap_cache
// seen: um:7.3 migrate_device_states.put_back.referenced_page
// seen: um:7.3 migrate_device_states.put_back_while_written.page_of_a_private_file_mapping
// seen: um:7.3 migrate_device_states.put_back_while_written.page_of_a_shared_file_mapping
// seen: um:7.3 migrate_device_states.put_back_while_written.page_that_is_swapped_out
// seen: um:7.3 migrate_device_states.put_back_while_written.page_that_is_swapped_out_and_shared
// seen: um:7.3 migrate_device_states_kernel.put_back.active_page

@@
identifier src_pfns, i, folio;
@@
migrate_device_unmap(...)
{
	<...
	remove_migration_ptes(...);
	src_pfns[i] = 0;
(
-	if (...) folio_unlock(folio);
|
-	folio_unlock(folio);
)
	...>
}
