// SPDX-License-Identifier: GPL-2.0
// what: leave the page table in lazy MMU mode
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_life.foreign_destination.exclusive_writable_page
// seen: um:7.3 migrate_device_life.foreign_destination.file_page
// seen: um:7.3 migrate_device_life.foreign_destination.page_that_a_fork_shares
// seen: um:7.3 migrate_device_life.refused_destination.file_page_does_not_go_to_coherent_memory
// seen: um:7.3 migrate_device_life.refused_destination.file_page_does_not_go_to_private_memory
// seen: um:7.3 migrate_device_life.refused_destination.private_file_page_does_not_go_to_private_memory
// seen: um:7.3 migrate_device_private.filled_address.hole_with_coherent_memory
// seen: um:7.3 migrate_device_private.filled_address.hole_with_device_memory
// seen: um:7.3 migrate_device_private.filled_address.zero_page_with_coherent_memory
// seen: um:7.3 migrate_device_private.filled_address.zero_page_with_device_memory
// seen: um:7.3 migrate_device_private.page_from_the_device.dirty_folio
// seen: um:7.3 migrate_device_private.page_from_the_device.exclusive_read_only_page
// seen: um:7.3 migrate_device_private.page_from_the_device.page_that_a_fork_shares
// seen: um:7.3 migrate_device_private.page_from_the_device.page_that_is_not_exclusive
// seen: um:7.3 migrate_device_private.page_from_the_device.shared_page_to_other_device_memory
// seen: um:7.3 migrate_device_private.page_on_the_device.dirty_folio
// seen: um:7.3 migrate_device_private.page_on_the_device.exclusive_read_only_page
// seen: um:7.3 migrate_device_private.page_on_the_device.page_that_a_fork_shares
// seen: um:7.3 migrate_device_private.page_on_the_device.page_that_is_not_exclusive
// seen: um:7.3 migrate_device_private.page_to_the_device.dirty_folio
// seen: um:7.3 migrate_device_private.page_to_the_device.exclusive_read_only_page
// seen: um:7.3 migrate_device_private.page_to_the_device.exclusive_writable_clean_page
// seen: um:7.3 migrate_device_private.page_to_the_device.exclusive_writable_dirty_page
// seen: um:7.3 migrate_device_private.page_to_the_device.page_that_a_fork_shares
// seen: um:7.3 migrate_device_private.page_to_the_device.page_that_is_not_exclusive
// seen: um:7.3 migrate_device_private.page_to_the_device.private_copy_of_a_file_page
// seen: um:7.3 migrate_device_select.coherent_page_left_alone.locked_page
// seen: um:7.3 migrate_device_select.coherent_page_taken.dirty_page_that_is_not_exclusive
// seen: um:7.3 migrate_device_select.coherent_page_taken.exclusive_read_only_page
// seen: um:7.3 migrate_device_select.coherent_page_taken.page_that_a_fork_shares
// seen: um:7.3 migrate_device_select.coherent_page_taken.writable_dirty_page
// seen: um:7.3 migrate_device_select.coherent_page_taken.writable_page_on_a_call_for_all
// seen: um:7.3 migrate_device_select.page_in_use.coherent_page_with_two_extra_references
// seen: um:7.3 migrate_device_select.page_in_use.gup_pinned_coherent_page
// seen: um:7.3 migrate_device_select.page_in_use.gup_pinned_coherent_page_that_is_not_exclusive
// seen: um:7.3 migrate_device_select.page_in_use.private_page_with_two_extra_references
// seen: um:7.3 migrate_device_select.page_in_use.shared_private_page_with_two_extra_references
// seen: um:7.3 migrate_device_select.private_page_left_alone.locked_page
// seen: um:7.3 migrate_device_select.private_page_taken.clean_page_that_a_fork_shares_stays_clean
// seen: um:7.3 migrate_device_select.private_page_taken.dirty_folio

@@
symbol ptep, ptl;
@@
(
-	lazy_mmu_mode_disable();
|
-	arch_leave_lazy_mmu_mode();
)
	pte_unmap_unlock(ptep - 1, ptl);
