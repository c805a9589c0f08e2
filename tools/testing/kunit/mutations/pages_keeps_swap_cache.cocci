// SPDX-License-Identifier: GPL-2.0
// what: move a page to a device that is still in the swap cache
// since: 6.12
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_private.page_in_the_swap_cache.clean_page_leaves_it_and_is_dirty
// seen: um:7.3 migrate_device_private.page_in_the_swap_cache.dirty_page_that_a_fork_shares_leaves_it
// seen: um:7.3 migrate_device_private.page_in_the_swap_cache.page_under_writeback_is_refused

@@
expression folio;
@@
- !folio_free_swap(folio)
+ false
