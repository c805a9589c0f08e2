// SPDX-License-Identifier: GPL-2.0
// what: keep the reference of the mapping that was removed
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_again.range_that_is_being_migrated
// seen: um:7.3 migrate_device_random.few_scenarios
// seen: um:7.3 migrate_device_ranges.range_in_one_table.last_page_of_the_mapping
// seen: um:7.3 migrate_device_ranges.range_in_one_table.one_page_between_others
// seen: um:7.3 migrate_device_ranges.range_in_one_table.pages_beside_the_range_are_left_alone

@@
expression f, p, v;
symbol folio;
@@
migrate_vma_collect_pmd(...)
{
	<...
(
	folio_remove_rmap_pte(f, p, v);
|
	page_remove_rmap(p, v, false);
)
-	folio_put(folio);
	...>
}
