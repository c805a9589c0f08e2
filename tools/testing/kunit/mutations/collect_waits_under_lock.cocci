// SPDX-License-Identifier: GPL-2.0
// what: lock a folio anew under the page-table lock
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_explore.other_caller.migration_of_a_shared_page
// seen: um:7.3 migrate_device_explore.other_caller.zap_of_a_shared_page
// seen: um:7.3 migrate_device_explore.pin_of_a_shared_page.read_pin_of_a_shared_page
// seen: um:7.3 migrate_device_explore.pin_of_a_shared_page.write_pin_of_a_shared_page
// seen: um:7.3 migrate_device_gup_fast.shared_as_written.first_seen_at_the_end
// seen: um:7.3 migrate_device_gup_fast.shared_as_written.grabbed_before_and_checked_behind_it
// seen: um:7.3 migrate_device_gup_fast.shared_as_written.seen_before_and_grabbed_behind_it
// seen: um:7.3 migrate_device_gup_fast.shared_as_written.wanted_for_reading_before_the_clear
// seen: um:7.3 migrate_device_gup_fast.shared_as_written.wanted_for_writing_before_the_clear
// seen: um:7.3 migrate_device_gup_fast.shared_with_ptep_clear_flush.first_seen_at_the_end
// seen: um:7.3 migrate_device_gup_fast.shared_with_ptep_clear_flush.grabbed_before_and_checked_behind_it
// seen: um:7.3 migrate_device_gup_fast.shared_with_ptep_clear_flush.seen_before_and_grabbed_behind_it

@@
expression folio;
@@
migrate_vma_collect_pmd(...)
{
	<...
(
-	folio_trylock(folio)
+	(folio_trylock(folio) && (folio_unlock(folio), folio_lock(folio), 1))
|
-	trylock_page(folio)
+	(trylock_page(folio) && (unlock_page(folio), folio_lock(page_folio(folio)), 1))
)
	...>
}
