// SPDX-License-Identifier: GPL-2.0
// what: do not announce the end
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_private.filled_address.hole_without_a_page_table_with_device_memory
// seen: um:7.3 migrate_device_select.private_page_taken.exclusive_read_only_page
// seen: um:7.3 migrate_device_select.private_page_taken.page_that_a_fork_shares
// seen: um:7.3 migrate_device_select.private_page_taken.page_that_is_not_exclusive
// seen: um:7.3 migrate_device_select.private_page_taken.writable_page
// seen: um:7.3 migrate_device_select.private_page_taken.writable_page_on_a_call_for_all
// seen: um:7.3 migrate_device_select.system_page_left_alone.file_page_on_a_call_for_coherent_memory
// seen: um:7.3 migrate_device_select.system_page_left_alone.hole_on_a_call_for_device_memory
// seen: um:7.3 migrate_device_select.system_page_left_alone.shared_page_on_a_call_for_coherent_memory
// seen: um:7.3 migrate_device_select.system_page_left_alone.writable_page_on_a_call_for_coherent_memory
// seen: um:7.3 migrate_device_select.system_page_left_alone.writable_page_on_a_call_for_private_memory
// seen: um:7.3 migrate_device_select.system_page_left_alone.zero_page_on_a_call_for_coherent_memory

@@
@@
migrate_vma_collect(...)
{
	<...
-	mmu_notifier_invalidate_range_end(...);
	...>
}
