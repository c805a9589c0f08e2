// SPDX-License-Identifier: GPL-2.0
// what: do not map a page again that can not be taken
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_states_kernel.put_back.active_page_in_an_lru_batch
// seen: um:7.3 migrate_device_states_kernel.put_back.active_referenced_file_page
// seen: um:7.3 migrate_device_states_kernel.put_back.clean_page_in_the_swap_cache
// seen: um:7.3 migrate_device_states_kernel.put_back.dirty_page_in_the_swap_cache
// seen: um:7.3 migrate_device_states_kernel.put_back.page_in_an_lru_batch
// seen: um:7.3 migrate_device_states_kernel.put_back.page_in_the_swap_cache_that_a_fork_shares
// seen: um:7.3 migrate_device_states_kernel.put_back.page_in_the_swap_cache_that_is_not_exclusive
// seen: um:7.3 migrate_device_states_kernel.put_back.page_of_the_workingset
// seen: um:7.3 migrate_device_states_kernel.put_back.page_with_every_flag
// seen: um:7.3 migrate_device_states_kernel.put_back.private_copy_in_the_swap_cache
// seen: um:7.3 migrate_device_states_kernel.put_back.referenced_page
// seen: um:7.3 migrate_device_states_kernel.put_back_while_written.page_of_a_private_file_mapping
// seen: um:7.3 migrate_device_states_kernel.put_back_while_written.page_of_a_shared_file_mapping
// seen: um:7.3 migrate_device_states_kernel.put_back_while_written.page_that_is_swapped_out
// seen: um:7.3 migrate_device_states_kernel.put_back_while_written.page_that_is_swapped_out_and_shared

@@
@@
migrate_device_unmap(...)
{
	<...
-	remove_migration_ptes(...);
	...>
}
