// SPDX-License-Identifier: GPL-2.0
// what: replace a page whose PTE has changed since it was write-protected
// since: 6.1
// visible: x86_64
// file: mm/ksm.c
// seen: x86_64:7.3 ksm_replace.page_accessed_since.page_that_is_exclusive_no_more
// seen: x86_64:7.3 ksm_replace.page_accessed_since.page_that_is_shared
// seen: x86_64:7.3 ksm_replace.page_accessed_since.page_that_never_was_exclusive
// seen: x86_64:7.3 ksm_replace.page_dirtied_since.page_that_is_exclusive_no_more
// seen: x86_64:7.3 ksm_replace.page_dirtied_since.page_that_is_shared
// seen: x86_64:7.3 ksm_replace.page_dirtied_since.page_that_never_was_exclusive

@@
@@
replace_page(...)
{
	<...
-	!pte_same(...)
+	0
	...>
}
