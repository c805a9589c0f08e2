// SPDX-License-Identifier: GPL-2.0
// what: drop the soft-dirty bit of a PTE that is unmapped
// since: 6.1
// visible: x86_64
// file: mm/rmap.c
// seen: x86_64:7.3 migrate_device_collect_kernel.refused_page.shared_page_with_an_extra_reference_is_mapped_again_in_both
// seen: x86_64:7.3 migrate_device_collect_kernel.taken_file_page.private_copy_that_a_fork_shares_is_unmapped_from_both
// seen: x86_64:7.3 migrate_device_collect_kernel.taken_page.shared_page_is_unmapped_from_both_spaces
// seen: x86_64:7.3 migrate_device_no_vma.pfns_in_use.soft_dirty_page
// seen: x86_64:7.3 migrate_device_no_vma.range_in_use.soft_dirty_page
// seen: x86_64:7.3 migrate_device_ranges_kernel.moved_range_in_many_tables.missing_table_between_two
// seen: x86_64:7.3 migrate_device_ranges_kernel.moved_range_in_many_tables.missing_table_then_pages
// seen: x86_64:7.3 migrate_device_ranges_kernel.moved_range_in_many_tables.pages_in_two_tables
// seen: x86_64:7.3 migrate_device_ranges_kernel.moved_range_in_many_tables.pages_then_a_missing_table
// seen: x86_64:7.3 migrate_device_ranges_kernel.moved_range_in_many_tables.whole_mapping
// seen: x86_64:7.3 migrate_device_ranges_kernel.moved_range_in_one_table.all_kinds_of_entries
// seen: x86_64:7.3 migrate_device_ranges_kernel.moved_range_in_one_table.all_kinds_of_entries_in_reverse
// seen: x86_64:7.3 migrate_device_ranges_kernel.moved_range_in_one_table.one_page_between_others
// seen: x86_64:7.3 migrate_device_ranges_kernel.moved_range_in_one_table.pages_beside_the_range_are_left_alone
// seen: x86_64:7.3 migrate_device_ranges_kernel.moved_range_in_one_table.whole_table
// seen: x86_64:7.3 migrate_device_ranges_kernel.range_in_many_tables.missing_table_between_two
// seen: x86_64:7.3 migrate_device_ranges_kernel.range_in_many_tables.missing_table_then_pages
// seen: x86_64:7.3 migrate_device_ranges_kernel.range_in_many_tables.pages_in_two_tables
// seen: x86_64:7.3 migrate_device_ranges_kernel.range_in_many_tables.pages_then_a_missing_table
// seen: x86_64:7.3 migrate_device_ranges_kernel.range_in_many_tables.whole_mapping
// seen: x86_64:7.3 migrate_device_ranges_kernel.range_in_one_table.all_kinds_of_entries
// seen: x86_64:7.3 migrate_device_ranges_kernel.range_in_one_table.all_kinds_of_entries_in_reverse
// seen: x86_64:7.3 migrate_device_ranges_kernel.range_in_one_table.one_page_between_others
// seen: x86_64:7.3 migrate_device_ranges_kernel.range_in_one_table.pages_beside_the_range_are_left_alone
// seen: x86_64:7.3 migrate_device_ranges_kernel.range_in_one_table.whole_table
// seen: x86_64:7.3 migrate_device_round_trip_kernel.aborted_page.shared_page
// seen: x86_64:7.3 migrate_device_round_trip_kernel.moved_page.shared_page_moves_in_both_spaces

@@
expression pteval, swp_pte;
@@
try_to_migrate_one(...)
{
	<...
-	if (pte_soft_dirty(pteval))
-		swp_pte = pte_swp_mksoft_dirty(swp_pte);
	...>
}
