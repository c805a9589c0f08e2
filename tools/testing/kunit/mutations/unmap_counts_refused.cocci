// SPDX-License-Identifier: GPL-2.0
// what: count pages that were mapped again
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_collect.refused_page.exclusive_page_with_an_extra_reference_is_mapped_again
// seen: um:7.3 migrate_device_collect.refused_page.file_page_with_an_extra_reference_is_mapped_again
// seen: um:7.3 migrate_device_collect.refused_page.gup_pinned_page_that_is_not_exclusive_is_mapped_again
// seen: um:7.3 migrate_device_collect.refused_page.read_only_exclusive_page_with_an_extra_reference_stays_exclusive
// seen: um:7.3 migrate_device_collect.refused_page.shared_page_with_an_extra_reference_is_mapped_again_in_both
// seen: um:7.3 migrate_device_random.few_scenarios
// seen: um:7.3 migrate_device_ranges.range_in_many_tables.pages_in_use_in_two_tables
// seen: um:7.3 migrate_device_ranges.range_in_one_table.all_kinds_of_entries
// seen: um:7.3 migrate_device_ranges.range_in_one_table.all_kinds_of_entries_in_reverse

@@
symbol migrate;
@@
migrate_vma_unmap(...)
{
-	migrate->cpages =
	migrate_device_unmap(...);
}
