// SPDX-License-Identifier: GPL-2.0
// what: lose the dirty bit of a mapping that is taken
// since: 6.1
// visible: um, x86_64
// file: mm/rmap.c
// seen: um:7.3, x86_64:7.3 migrate_entry_restore.page_in_use.file_page_with_an_extra_reference
// seen: um:7.3, x86_64:7.3 migrate_entry_restore.page_in_use.page_with_an_extra_reference
// seen: um:7.3, x86_64:7.3 migrate_entry_restore.page_that_moved.exclusive_writable_dirty_young_page
// seen: um:7.3, x86_64:7.3 migrate_entry_restore.page_that_moved.shared_page
// seen: um:7.3, x86_64:7.3 migrate_entry_restore.page_that_moved.writable_dirty_file_page
// seen: um:7.3, x86_64:7.3 migrate_entry_restore.page_that_stayed.exclusive_writable_dirty_young_page
// seen: um:7.3, x86_64:7.3 migrate_entry_restore.page_that_stayed.shared_page
// seen: um:7.3, x86_64:7.3 migrate_entry_restore.page_that_stayed.writable_dirty_file_page
// seen: um:7.3, x86_64:7.3 rmap_batch.dirty_set_right_before_the_clear.lazyfree_page
// seen: um:7.3, x86_64:7.3 rmap_batch.dirty_set_right_before_the_clear.page_that_is_migrated
// seen: um:7.3, x86_64:7.3 rmap_batch.dirty_set_right_before_the_clear.page_that_is_migrated_in_a_batch
// seen: um:7.3, x86_64:7.3 rmap_batch.dirty_set_right_before_the_clear.page_that_is_swapped_out
// seen: um:7.3, x86_64:7.3 rmap_batch.dirty_set_right_before_the_clear.page_that_is_swapped_out_in_a_batch
// seen: um:7.3, x86_64:7.3 rmap_migrate.anon_page.exclusive_writable_dirty_young_page_keeps_all_bits
// seen: um:7.3, x86_64:7.3 rmap_migrate.anon_page.not_exclusive_dirty_page_moves_dirty_to_the_folio
// seen: um:7.3, x86_64:7.3 rmap_migrate.anon_page.page_in_the_swap_cache_gets_a_migration_entry_too
// seen: um:7.3, x86_64:7.3 rmap_migrate.anon_page.shared_page_is_unmapped_from_both_spaces
// seen: um:7.3, x86_64:7.3 rmap_migrate.anon_page_in_a_batch.exclusive_writable_dirty_young_page_keeps_all_bits
// seen: um:7.3, x86_64:7.3 rmap_migrate.anon_page_in_a_batch.not_exclusive_dirty_page_moves_dirty_to_the_folio
// seen: um:7.3, x86_64:7.3 rmap_migrate.anon_page_in_a_batch.page_in_the_swap_cache_gets_a_migration_entry_too
// seen: um:7.3, x86_64:7.3 rmap_migrate.anon_page_in_a_batch.shared_page_is_unmapped_from_both_spaces
// seen: um:7.3, x86_64:7.3 rmap_migrate.file_page.shared_writable_dirty_page_moves_dirty_to_the_folio
// seen: um:7.3, x86_64:7.3 rmap_migrate.file_page_in_a_batch.shared_writable_dirty_page_moves_dirty_to_the_folio
// seen: um:7.3, x86_64:7.3 rmap_migrate.held_page.pinned_page_that_is_shared_is_unmapped_from_both_spaces
// seen: um:7.3, x86_64:7.3 rmap_unmap.file_page.shared_writable_dirty_page_moves_dirty_to_the_folio
// seen: um:7.3, x86_64:7.3 rmap_unmap.file_page_in_a_batch.shared_writable_dirty_page_moves_dirty_to_the_folio
// seen: um:7.3, x86_64:7.3 rmap_unmap.lazyfree_page.page_that_was_written_to_again_is_kept
// seen: um:7.3, x86_64:7.3 rmap_unmap.lazyfree_page_in_a_batch.page_that_was_written_to_again_is_kept
// seen: um:7.3, x86_64:7.3 rmap_unmap.swapped_page.exclusive_writable_dirty_page_moves_dirty_to_the_folio
// seen: um:7.3, x86_64:7.3 rmap_unmap.swapped_page.page_that_is_not_exclusive_gets_an_entry_that_is_not
// seen: um:7.3, x86_64:7.3 rmap_unmap.swapped_page.shared_page_is_unmapped_from_both_spaces
// seen: um:7.3, x86_64:7.3 rmap_unmap.swapped_page_in_a_batch.exclusive_writable_dirty_page_moves_dirty_to_the_folio
// seen: um:7.3, x86_64:7.3 rmap_unmap.swapped_page_in_a_batch.page_that_is_not_exclusive_gets_an_entry_that_is_not
// seen: um:7.3, x86_64:7.3 rmap_unmap.swapped_page_in_a_batch.shared_page_is_unmapped_from_both_spaces

@@
identifier fn =~ "^try_to_(migrate|unmap)_one$";
expression pte, folio;
@@
fn(...)
{
<...
- if (pte_dirty(pte))
-	folio_mark_dirty(folio);
...>
}
