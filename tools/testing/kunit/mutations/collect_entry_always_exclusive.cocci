// SPDX-License-Identifier: GPL-2.0
// what: make a shared page exclusive
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_collect.collected_file_page.shared_dirty_folio_stays_dirty
// seen: um:7.3 migrate_device_collect.collected_page.not_exclusive_dirty_page_moves_dirty_to_the_folio
// seen: um:7.3 migrate_device_collect.taken_file_page.private_copy_that_a_fork_shares_is_unmapped_from_both
// seen: um:7.3 migrate_device_collect.taken_file_page.shared_dirty_folio_stays_dirty
// seen: um:7.3 migrate_device_round_trip.aborted_page.shared_page
// seen: um:7.3 migrate_device_round_trip.moved_page.shared_page_moves_in_both_spaces

@@
expression e;
@@
migrate_vma_collect_pmd(...)
{
	<...
-	make_readable_migration_entry(e)
+	make_readable_exclusive_migration_entry(e)
	...>
}
