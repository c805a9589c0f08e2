// SPDX-License-Identifier: GPL-2.0
// what: give a swap slot an entry that it does not count
// since: 6.1
// visible: um, x86_64
// file: mm/rmap.c
// seen: um:7.3, x86_64:7.3 rmap_unmap.full_slot.exclusive_writable_dirty_page
// seen: um:7.3, x86_64:7.3 rmap_unmap.full_slot.shared_page
// seen: um:7.3, x86_64:7.3 rmap_unmap.mlocked_page.page_in_the_swap_cache_is_unmapped_with_ignore_mlock
// seen: um:7.3, x86_64:7.3 rmap_unmap.pinned_page.exclusive_page
// seen: x86_64:7.3 rmap_unmap.pinned_page.soft_dirty_page
// seen: x86_64:7.3 rmap_unmap.pinned_page.uffd_wp_page
// seen: um:7.3, x86_64:7.3 rmap_unmap.pinned_page.writable_dirty_young_page
// seen: um:7.3, x86_64:7.3 rmap_unmap.pinned_page_in_a_batch.exclusive_page
// seen: x86_64:7.3 rmap_unmap.pinned_page_in_a_batch.soft_dirty_page
// seen: x86_64:7.3 rmap_unmap.pinned_page_in_a_batch.uffd_wp_page
// seen: um:7.3, x86_64:7.3 rmap_unmap.pinned_page_in_a_batch.writable_dirty_young_page
// seen: um:7.3, x86_64:7.3 rmap_unmap.swapped_page.exclusive_clean_page_gets_an_exclusive_entry
// seen: um:7.3, x86_64:7.3 rmap_unmap.swapped_page.exclusive_writable_dirty_page_moves_dirty_to_the_folio
// seen: um:7.3, x86_64:7.3 rmap_unmap.swapped_page.page_that_is_not_exclusive_gets_an_entry_that_is_not
// seen: um:7.3, x86_64:7.3 rmap_unmap.swapped_page.page_with_an_extra_reference_is_unmapped
// seen: um:7.3, x86_64:7.3 rmap_unmap.swapped_page.pinned_page_that_is_not_exclusive_is_unmapped
// seen: um:7.3, x86_64:7.3 rmap_unmap.swapped_page.shared_page_is_unmapped_from_both_spaces
// seen: x86_64:7.3 rmap_unmap.swapped_page.soft_dirty_page_keeps_soft_dirty
// seen: x86_64:7.3 rmap_unmap.swapped_page.uffd_wp_page_keeps_uffd_wp
// seen: um:7.3, x86_64:7.3 rmap_unmap.swapped_page_in_a_batch.exclusive_clean_page_gets_an_exclusive_entry
// seen: um:7.3, x86_64:7.3 rmap_unmap.swapped_page_in_a_batch.exclusive_writable_dirty_page_moves_dirty_to_the_folio
// seen: um:7.3, x86_64:7.3 rmap_unmap.swapped_page_in_a_batch.page_that_is_not_exclusive_gets_an_entry_that_is_not
// seen: um:7.3, x86_64:7.3 rmap_unmap.swapped_page_in_a_batch.page_with_an_extra_reference_is_unmapped
// seen: um:7.3, x86_64:7.3 rmap_unmap.swapped_page_in_a_batch.pinned_page_that_is_not_exclusive_is_unmapped
// seen: um:7.3, x86_64:7.3 rmap_unmap.swapped_page_in_a_batch.shared_page_is_unmapped_from_both_spaces
// seen: x86_64:7.3 rmap_unmap.swapped_page_in_a_batch.soft_dirty_page_keeps_soft_dirty
// seen: x86_64:7.3 rmap_unmap.swapped_page_in_a_batch.uffd_wp_page_keeps_uffd_wp

@@
@@
(
- folio_dup_swap(...) < 0
+ 0
|
- swap_duplicate(...) < 0
+ 0
)
