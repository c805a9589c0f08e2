// SPDX-License-Identifier: GPL-2.0
// what: make every folio that is taken dirty
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_collect.collected_file_page.private_copy_that_a_fork_shares_is_unmapped_from_both
// seen: um:7.3 migrate_device_collect.collected_file_page.private_read_only_page_gets_a_readable_entry
// seen: um:7.3 migrate_device_collect.collected_file_page.shared_read_only_page_gets_a_readable_entry
// seen: um:7.3 migrate_device_collect.collected_file_page.shared_writable_clean_page_stays_clean
// seen: um:7.3 migrate_device_collect.collected_page.exclusive_writable_clean_page_stays_clean
// seen: um:7.3 migrate_device_collect.collected_page.not_exclusive_page_gets_a_readable_entry
// seen: um:7.3 migrate_device_collect.collected_page.shared_page_is_unmapped_from_both_spaces
// seen: um:7.3 migrate_device_collect.taken_file_page.private_read_only_page_gets_a_readable_entry
// seen: um:7.3 migrate_device_collect.taken_file_page.shared_read_only_page_gets_a_readable_entry
// seen: um:7.3 migrate_device_collect.taken_file_page.shared_writable_clean_page_stays_clean
// seen: um:7.3 migrate_device_round_trip.aborted_file_page.private_copy
// seen: um:7.3 migrate_device_round_trip.aborted_file_page.private_read_only_page
// seen: um:7.3 migrate_device_round_trip.aborted_file_page.shared_writable_clean_page
// seen: um:7.3 migrate_device_round_trip.aborted_page.not_exclusive_page
// seen: um:7.3 migrate_device_round_trip.moved_page.exclusive_writable_clean_page
// seen: um:7.3 migrate_device_round_trip.moved_page.not_exclusive_page

@@
symbol pte;
@@
migrate_vma_collect_pmd(...)
{
	<...
-	pte_dirty(pte)
+	1
	...>
}
