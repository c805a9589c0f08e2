// SPDX-License-Identifier: GPL-2.0
// what: drop a lazyfree page that is in use
// since: 6.1
// visible: um, x86_64
// file: mm/rmap.c
// seen: um:7.3, x86_64:7.3 rmap_batch.lazyfree_page_written_by_a_driver
// seen: um:7.3, x86_64:7.3 rmap_unmap.lazyfree_page.page_that_was_written_to_again_is_kept
// seen: um:7.3, x86_64:7.3 rmap_unmap.lazyfree_page.page_whose_folio_is_dirty_is_kept
// seen: um:7.3, x86_64:7.3 rmap_unmap.lazyfree_page.page_with_an_extra_reference_is_kept
// seen: um:7.3, x86_64:7.3 rmap_unmap.lazyfree_page.pinned_page_is_kept
// seen: um:7.3, x86_64:7.3 rmap_unmap.lazyfree_page.shared_page_that_was_written_to_is_kept_in_both_spaces
// seen: um:7.3, x86_64:7.3 rmap_unmap.lazyfree_page_in_a_batch.page_that_was_written_to_again_is_kept
// seen: um:7.3, x86_64:7.3 rmap_unmap.lazyfree_page_in_a_batch.page_whose_folio_is_dirty_is_kept
// seen: um:7.3, x86_64:7.3 rmap_unmap.lazyfree_page_in_a_batch.page_with_an_extra_reference_is_kept
// seen: um:7.3, x86_64:7.3 rmap_unmap.lazyfree_page_in_a_batch.pinned_page_is_kept
// seen: um:7.3, x86_64:7.3 rmap_unmap.lazyfree_page_in_a_batch.shared_page_that_was_written_to_is_kept_in_both_spaces

@@
identifier fn =~ "^(ttu_anon_lazyfree_folio|try_to_unmap_one)$";
expression folio;
@@
fn(...)
{
<...
- folio_test_dirty(folio)
+ 0
...>
}

@@
identifier fn =~ "^(ttu_anon_lazyfree_folio|try_to_unmap_one)$";
identifier ref_count, map_count;
@@
fn(...)
{
<...
(
- ref_count != 1 + map_count
+ 0
|
- ref_count == 1 + map_count
+ 1
)
...>
}
