// SPDX-License-Identifier: GPL-2.0
// what: replace a mapping that caches may still need
// since: 6.1
// visible: x86_64
// file: mm/ksm.c
// seen: x86_64:7.3 ksm_replace.replaced_page.copy_of_a_file_page
// seen: x86_64:7.3 ksm_replace.replaced_page.exclusive_read_only_page
// seen: x86_64:7.3 ksm_replace.replaced_page.exclusive_writable_dirty_page
// seen: x86_64:7.3 ksm_replace.replaced_page.page_that_is_not_exclusive
// seen: x86_64:7.3 ksm_replace.replaced_page.page_that_is_shared

@@
@@
replace_page(...)
{
	<...
-	flush_cache_page(...);
	...>
}
