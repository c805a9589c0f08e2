// SPDX-License-Identifier: GPL-2.0
// what: keep a pinned page locked
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_collect.page_passed_over_by_collect.gup_pinned_exclusive_page_is_left_alone
// seen: um:7.3 migrate_device_collect.page_passed_over_by_collect.gup_pinned_writable_dirty_page_is_left_alone
// seen: um:7.3 migrate_device_collect.page_pinned_by_pin_user_pages
// seen: um:7.3 migrate_device_collect.passed_over_page.gup_pinned_writable_dirty_page_is_left_alone

@@
symbol folio;
@@
migrate_vma_collect_pmd(...)
{
	<...
	if (\( folio_try_share_anon_rmap_pte(...) \| page_try_share_anon_rmap(...) \)) {
		<...
-		folio_unlock(folio);
+		;
		...>
	}
	...>
}
