// SPDX-License-Identifier: GPL-2.0
// what: lose the dirty bit of a page that is write-protected
// since: 6.1
// visible: x86_64
// file: mm/ksm.c
// seen: x86_64:7.3 ksm_write_protect.dirty_set_right_before_the_clear.exclusive_read_only_page
// seen: x86_64:7.3 ksm_write_protect.dirty_set_right_before_the_clear.exclusive_writable_page
// seen: x86_64:7.3 ksm_write_protect.protected_page.dirty_page_that_is_not_exclusive
// seen: x86_64:7.3 ksm_write_protect.protected_page.dirty_page_that_is_shared
// seen: x86_64:7.3 ksm_write_protect.protected_page.exclusive_writable_dirty_young_page
// seen: x86_64:7.3 ksm_write_protect.protected_page.page_in_the_swap_cache

@@
expression folio;
@@
write_protect_page(...)
{
<...
(
- folio_mark_dirty(folio);
|
- set_page_dirty(folio);
)
...>
}
