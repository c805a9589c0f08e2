// SPDX-License-Identifier: GPL-2.0
// what: change a mapping that no secondary TLB hears of
// since: 6.1
// visible: x86_64
// file: mm/ksm.c
// seen: x86_64:7.3 ksm_replace.replaced_page.copy_of_a_file_page
// seen: x86_64:7.3 ksm_replace.replaced_page.exclusive_read_only_page
// seen: x86_64:7.3 ksm_replace.replaced_page.exclusive_writable_dirty_page
// seen: x86_64:7.3 ksm_replace.replaced_page.page_that_is_not_exclusive
// seen: x86_64:7.3 ksm_replace.replaced_page.page_that_is_shared
// seen: x86_64:7.3 ksm_write_protect.dirty_set_right_before_the_clear.exclusive_read_only_page
// seen: x86_64:7.3 ksm_write_protect.dirty_set_right_before_the_clear.exclusive_writable_page
// seen: x86_64:7.3 ksm_write_protect.protected_page.dirty_page_that_is_not_exclusive
// seen: x86_64:7.3 ksm_write_protect.protected_page.dirty_page_that_is_shared
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
identifier fn =~ "^(write_protect|replace)_page$";
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
