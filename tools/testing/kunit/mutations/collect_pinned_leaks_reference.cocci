// SPDX-License-Identifier: GPL-2.0
// what: keep a reference on a pinned page
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_random.few_scenarios
// seen: um:7.3 migrate_device_ranges.moved_range_in_one_table.no_page_of_three_can_be_migrated
// seen: um:7.3 migrate_device_ranges.range_in_one_table.no_page_of_three_can_be_migrated

@@
symbol folio;
@@
migrate_vma_collect_pmd(...)
{
	<...
	if (\( folio_try_share_anon_rmap_pte(...) \| page_try_share_anon_rmap(...) \)) {
		...
-		folio_put(folio);
		...
	}
	...>
}
