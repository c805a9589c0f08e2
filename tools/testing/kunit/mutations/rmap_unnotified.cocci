// SPDX-License-Identifier: GPL-2.0
// what: take mappings that no secondary TLB hears of
// since: 6.1
// visible: um, x86_64
// file: mm/rmap.c
// seen: um:7.3 rmap_batch.dirty_set_right_before_the_clear.lazyfree_page
// seen: um:7.3 rmap_batch.dirty_set_right_before_the_clear.page_that_is_migrated
// seen: um:7.3 rmap_batch.dirty_set_right_before_the_clear.page_that_is_migrated_in_a_batch
// seen: um:7.3 rmap_batch.dirty_set_right_before_the_clear.page_that_is_swapped_out
// seen: um:7.3 rmap_batch.dirty_set_right_before_the_clear.page_that_is_swapped_out_in_a_batch
// seen: um:7.3 rmap_batch.lazyfree_page_written_by_a_driver
// seen: um:7.3 rmap_migrate.anon_page.exclusive_read_only_page_gets_an_exclusive_entry
// seen: um:7.3 rmap_migrate.anon_page.exclusive_writable_clean_page_stays_clean
// seen: um:7.3 rmap_migrate.anon_page.exclusive_writable_dirty_young_page_keeps_all_bits
// seen: um:7.3 rmap_migrate.anon_page.lazyfree_page_gets_a_migration_entry_too
// seen: um:7.3 rmap_migrate.anon_page.not_exclusive_dirty_page_moves_dirty_to_the_folio
// seen: um:7.3 rmap_migrate.anon_page.not_exclusive_page_gets_a_readable_entry
// seen: um:7.3 rmap_migrate.anon_page.page_in_the_swap_cache_gets_a_migration_entry_too
// seen: um:7.3 rmap_migrate.anon_page.shared_page_is_unmapped_from_both_spaces
// seen: um:7.3 rmap_migrate.anon_page_in_a_batch.exclusive_read_only_page_gets_an_exclusive_entry
// seen: um:7.3 rmap_migrate.anon_page_in_a_batch.exclusive_writable_clean_page_stays_clean
// seen: um:7.3 rmap_migrate.anon_page_in_a_batch.exclusive_writable_dirty_young_page_keeps_all_bits
// seen: um:7.3 rmap_migrate.anon_page_in_a_batch.lazyfree_page_gets_a_migration_entry_too
// seen: um:7.3 rmap_migrate.anon_page_in_a_batch.not_exclusive_dirty_page_moves_dirty_to_the_folio
// seen: um:7.3 rmap_migrate.anon_page_in_a_batch.not_exclusive_page_gets_a_readable_entry
// seen: um:7.3 rmap_migrate.anon_page_in_a_batch.page_in_the_swap_cache_gets_a_migration_entry_too
// seen: um:7.3 rmap_migrate.anon_page_in_a_batch.shared_page_is_unmapped_from_both_spaces
// seen: um:7.3 rmap_migrate.file_page.private_copy_gets_an_exclusive_entry
// seen: um:7.3 rmap_migrate.file_page.private_read_only_page_gets_a_readable_entry
// seen: um:7.3 rmap_migrate.file_page.shared_read_only_page_gets_a_readable_entry
// seen: um:7.3 rmap_migrate.file_page.shared_writable_dirty_page_moves_dirty_to_the_folio
// seen: um:7.3 rmap_migrate.file_page_in_a_batch.private_copy_gets_an_exclusive_entry
// seen: um:7.3 rmap_migrate.file_page_in_a_batch.private_read_only_page_gets_a_readable_entry
// seen: um:7.3 rmap_migrate.file_page_in_a_batch.shared_read_only_page_gets_a_readable_entry
// seen: um:7.3 rmap_migrate.file_page_in_a_batch.shared_writable_dirty_page_moves_dirty_to_the_folio
// seen: um:7.3 rmap_migrate.held_page.mlocked_page_is_unmapped_and_munlocked
// seen: um:7.3 rmap_migrate.held_page.page_with_an_extra_reference_is_unmapped
// seen: um:7.3 rmap_migrate.held_page.pinned_page_that_is_not_exclusive_is_unmapped
// seen: um:7.3 rmap_migrate.held_page.pinned_page_that_is_shared_is_unmapped_from_both_spaces
// seen: um:7.3 rmap_migrate.pinned_page.exclusive_page
// seen: um:7.3 rmap_migrate.pinned_page.mlocked_page
// seen: um:7.3 rmap_migrate.pinned_page.writable_dirty_young_page
// seen: um:7.3 rmap_migrate.pinned_page_in_a_batch.exclusive_page
// seen: um:7.3 rmap_migrate.pinned_page_in_a_batch.mlocked_page
// seen: um:7.3 rmap_migrate.pinned_page_in_a_batch.writable_dirty_young_page
// seen: um:7.3 rmap_unmap.file_page.page_with_an_extra_reference_is_unmapped
// seen: um:7.3 rmap_unmap.file_page.private_read_only_page_is_unmapped
// seen: um:7.3 rmap_unmap.file_page.shared_clean_page_stays_clean
// seen: um:7.3 rmap_unmap.file_page.shared_writable_dirty_page_moves_dirty_to_the_folio
// seen: um:7.3 rmap_unmap.file_page_in_a_batch.page_with_an_extra_reference_is_unmapped
// seen: um:7.3 rmap_unmap.file_page_in_a_batch.private_read_only_page_is_unmapped
// seen: um:7.3 rmap_unmap.file_page_in_a_batch.shared_clean_page_stays_clean
// seen: um:7.3 rmap_unmap.file_page_in_a_batch.shared_writable_dirty_page_moves_dirty_to_the_folio
// seen: um:7.3 rmap_unmap.full_slot.exclusive_writable_dirty_page
// seen: um:7.3 rmap_unmap.full_slot.shared_page
// seen: um:7.3 rmap_unmap.lazyfree_page.clean_page_is_dropped
// seen: um:7.3 rmap_unmap.lazyfree_page.page_that_was_read_is_dropped
// seen: um:7.3 rmap_unmap.lazyfree_page.page_that_was_written_to_again_is_kept
// seen: um:7.3 rmap_unmap.lazyfree_page.page_whose_folio_is_dirty_is_kept
// seen: um:7.3 rmap_unmap.lazyfree_page.page_with_an_extra_reference_is_kept
// seen: um:7.3 rmap_unmap.lazyfree_page.pinned_page_is_kept
// seen: um:7.3 rmap_unmap.lazyfree_page.shared_clean_page_is_dropped_from_both_spaces
// seen: um:7.3 rmap_unmap.lazyfree_page.shared_page_that_was_written_to_is_kept_in_both_spaces
// seen: um:7.3 rmap_unmap.lazyfree_page_in_a_batch.clean_page_is_dropped
// seen: um:7.3 rmap_unmap.lazyfree_page_in_a_batch.page_that_was_read_is_dropped
// seen: um:7.3 rmap_unmap.lazyfree_page_in_a_batch.page_that_was_written_to_again_is_kept
// seen: um:7.3 rmap_unmap.lazyfree_page_in_a_batch.page_whose_folio_is_dirty_is_kept
// seen: um:7.3 rmap_unmap.lazyfree_page_in_a_batch.page_with_an_extra_reference_is_kept
// seen: um:7.3 rmap_unmap.lazyfree_page_in_a_batch.pinned_page_is_kept
// seen: um:7.3 rmap_unmap.lazyfree_page_in_a_batch.shared_clean_page_is_dropped_from_both_spaces
// seen: um:7.3 rmap_unmap.lazyfree_page_in_a_batch.shared_page_that_was_written_to_is_kept_in_both_spaces
// seen: um:7.3 rmap_unmap.mlocked_page.file_page_is_unmapped_with_ignore_mlock
// seen: um:7.3 rmap_unmap.mlocked_page.page_in_the_swap_cache_is_unmapped_with_ignore_mlock
// seen: um:7.3 rmap_unmap.pinned_page.exclusive_page
// seen: um:7.3 rmap_unmap.pinned_page.writable_dirty_young_page
// seen: um:7.3 rmap_unmap.pinned_page_in_a_batch.exclusive_page
// seen: um:7.3 rmap_unmap.pinned_page_in_a_batch.writable_dirty_young_page
// seen: um:7.3 rmap_unmap.swapped_page.exclusive_clean_page_gets_an_exclusive_entry
// seen: um:7.3 rmap_unmap.swapped_page.exclusive_writable_dirty_page_moves_dirty_to_the_folio
// seen: um:7.3 rmap_unmap.swapped_page.page_that_is_not_exclusive_gets_an_entry_that_is_not
// seen: um:7.3 rmap_unmap.swapped_page.page_with_an_extra_reference_is_unmapped
// seen: um:7.3 rmap_unmap.swapped_page.pinned_page_that_is_not_exclusive_is_unmapped
// seen: um:7.3 rmap_unmap.swapped_page.shared_page_is_unmapped_from_both_spaces
// seen: um:7.3 rmap_unmap.swapped_page_in_a_batch.exclusive_clean_page_gets_an_exclusive_entry
// seen: um:7.3 rmap_unmap.swapped_page_in_a_batch.exclusive_writable_dirty_page_moves_dirty_to_the_folio
// seen: um:7.3 rmap_unmap.swapped_page_in_a_batch.page_that_is_not_exclusive_gets_an_entry_that_is_not
// seen: um:7.3 rmap_unmap.swapped_page_in_a_batch.page_with_an_extra_reference_is_unmapped
// seen: um:7.3 rmap_unmap.swapped_page_in_a_batch.pinned_page_that_is_not_exclusive_is_unmapped
// seen: um:7.3 rmap_unmap.swapped_page_in_a_batch.shared_page_is_unmapped_from_both_spaces

@@
identifier fn =~ "^try_to_(migrate|unmap)_one$";
@@
fn(...)
{
	<...
(
-	mmu_notifier_invalidate_range_start(...);
|
-	mmu_notifier_invalidate_range_end(...);
)
	...>
}
