// SPDX-License-Identifier: GPL-2.0
// what: lose the exclusive state of a read-only PTE
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_collect.collected_page.dirty_folio_under_a_clean_pte_stays_dirty
// seen: um:7.3 migrate_device_collect.collected_page.exclusive_read_only_dirty_page_moves_dirty_to_the_folio
// seen: um:7.3 migrate_device_collect.collected_page.exclusive_read_only_page_gets_an_exclusive_entry
// seen: um:7.3 migrate_device_collect.collected_page.page_in_an_lru_batch_is_taken
// seen: um:7.3 migrate_device_random.few_scenarios
// seen: um:7.3 migrate_device_round_trip.aborted_page.exclusive_read_only_page
// seen: um:7.3 migrate_device_round_trip.moved_page.dirty_folio
// seen: um:7.3 migrate_device_round_trip.moved_page.exclusive_read_only_page

@@
expression e;
@@
migrate_vma_collect_pmd(...)
{
	<...
-	make_readable_exclusive_migration_entry(e)
+	make_readable_migration_entry(e)
	...>
}
