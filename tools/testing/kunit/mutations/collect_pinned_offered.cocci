// SPDX-License-Identifier: GPL-2.0
// what: report a pinned page as taken
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_collect.passed_over_page.gup_pinned_exclusive_page_is_left_alone

@@
symbol mpfn;
@@
migrate_vma_collect_pmd(...)
{
	<...
	if (\( folio_try_share_anon_rmap_pte(...) \| page_try_share_anon_rmap(...) \)) {
		...
-		mpfn = 0;
		...
	}
	...>
}
