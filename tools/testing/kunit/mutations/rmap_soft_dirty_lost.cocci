// SPDX-License-Identifier: GPL-2.0
// what: lose the soft-dirty bit of a mapping that is taken
// since: 6.1
// visible: x86_64
// file: mm/rmap.c
// seen: x86_64:7.3 migrate_entry_restore.page_that_moved.shared_page
// seen: x86_64:7.3 migrate_entry_restore.page_that_moved.soft_dirty_page
// seen: x86_64:7.3 migrate_entry_restore.page_that_stayed.shared_page
// seen: x86_64:7.3 migrate_entry_restore.page_that_stayed.soft_dirty_page
// seen: x86_64:7.3 rmap_migrate.anon_page.shared_page_is_unmapped_from_both_spaces
// seen: x86_64:7.3 rmap_migrate.anon_page.soft_dirty_page_keeps_soft_dirty
// seen: x86_64:7.3 rmap_migrate.anon_page_in_a_batch.shared_page_is_unmapped_from_both_spaces
// seen: x86_64:7.3 rmap_migrate.anon_page_in_a_batch.soft_dirty_page_keeps_soft_dirty
// seen: x86_64:7.3 rmap_migrate.held_page.pinned_page_that_is_shared_is_unmapped_from_both_spaces
// seen: x86_64:7.3 rmap_unmap.swapped_page.shared_page_is_unmapped_from_both_spaces
// seen: x86_64:7.3 rmap_unmap.swapped_page.soft_dirty_page_keeps_soft_dirty
// seen: x86_64:7.3 rmap_unmap.swapped_page_in_a_batch.shared_page_is_unmapped_from_both_spaces
// seen: x86_64:7.3 rmap_unmap.swapped_page_in_a_batch.soft_dirty_page_keeps_soft_dirty

@@
expression e;
@@
- pte_swp_mksoft_dirty(e)
+ e
