// SPDX-License-Identifier: GPL-2.0
// what: write-protect a page that others may write to
// since: 6.1
// visible: x86_64
// file: mm/ksm.c
// seen: x86_64:7.3 ksm_write_protect.protected_page.exclusive_read_only_page
// seen: x86_64:7.3 ksm_write_protect.protected_page.exclusive_writable_clean_page
// seen: x86_64:7.3 ksm_write_protect.protected_page.exclusive_writable_dirty_young_page
// seen: x86_64:7.3 ksm_write_protect.protected_page.page_in_the_swap_cache
// seen: x86_64:7.3 ksm_write_protect.protected_page.soft_dirty_page
// seen: x86_64:7.3 ksm_write_protect.protected_page.uffd_wp_page
// seen: x86_64:7.3 ksm_write_protect.used_page.page_in_the_swap_cache_with_an_extra_reference
// seen: x86_64:7.3 ksm_write_protect.used_page.pinned_dirty_page_that_is_not_exclusive
// seen: x86_64:7.3 ksm_write_protect.used_page.pinned_soft_dirty_page
// seen: x86_64:7.3 ksm_write_protect.used_page.pinned_uffd_wp_page
// seen: x86_64:7.3 ksm_write_protect.used_page.pinned_writable_page
// seen: x86_64:7.3 ksm_write_protect.used_page.read_only_page_with_an_extra_reference
// seen: x86_64:7.3 ksm_write_protect.used_page.shared_dirty_page_with_an_extra_reference
// seen: x86_64:7.3 ksm_write_protect.used_page.writable_page_with_an_extra_reference

@@
@@
write_protect_page(...)
{
<...
(
- folio_mapcount(...) + 1 + swapped != folio_ref_count(...)
+ 0
|
- page_mapcount(...) + 1 + swapped != page_count(...)
+ 0
)
...>
}

@@
@@
write_protect_page(...)
{
<...
(
- folio_try_share_anon_rmap_pte(...)
+ 0
|
- page_try_share_anon_rmap(...)
+ 0
)
...>
}
