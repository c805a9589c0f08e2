// SPDX-License-Identifier: GPL-2.0
// what: drop the reference on a page that is mapped again before it is unlocked
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_pfn_range.large_range.large_folio_between_pages
// seen: um:7.3 migrate_device_pfn_range.list.large_folio_between_pages
// seen: um:7.3 migrate_device_pfn_range.list.page_of_the_kernel_between_pages
// seen: um:7.3 migrate_device_pfn_range.small_range.page_behind_a_page_of_the_kernel
// seen: um:7.3 migrate_device_pfn_range.small_range.pages_of_the_kernel
// seen: um:7.3 migrate_device_random.few_scenarios
// seen: um:7.3 migrate_device_ranges.range_in_many_tables.pages_in_use_in_two_tables
// seen: um:7.3 migrate_device_ranges.range_in_one_table.all_kinds_of_entries
// seen: um:7.3 migrate_device_ranges.range_in_one_table.all_kinds_of_entries_in_reverse
// seen: um:7.3 migrate_device_ranges.range_in_one_table.one_page_of_four_can_be_migrated

@@
symbol folio, fault_folio;
@@
migrate_device_unmap(...)
{
	<...
(
-	if (fault_folio != folio)
-		folio_unlock(folio);
	folio_put(folio);
+	if (fault_folio != folio)
+		folio_unlock(folio);
|
-	folio_unlock(folio);
	folio_put(folio);
+	folio_unlock(folio);
)
	...>
}
