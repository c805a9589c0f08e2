// SPDX-License-Identifier: GPL-2.0
// what: offer an address that has an entry, as if it were a hole
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_again.range_that_is_being_migrated
// seen: um:7.3 migrate_device_collect.no_page.swap_entry_is_skipped
// seen: um:7.3 migrate_device_collect.page_passed_over_by_collect.page_that_another_migrates_is_left_alone
// seen: um:7.3 migrate_device_collect.passed_over_page.page_that_another_migrates_is_left_alone
// seen: um:7.3 migrate_device_interference.contested_page.after_pages_page_moves
// seen: um:7.3 migrate_device_interference.contested_page.before_pages_page_moves
// seen: um:7.3 migrate_device_interference.contested_page.before_pages_page_stays
// seen: um:7.3 migrate_device_interference.contested_page.shared_page_before_pages
// seen: um:7.3 migrate_device_ranges.range_in_one_table.all_kinds_of_entries
// seen: um:7.3 migrate_device_ranges.range_in_one_table.all_kinds_of_entries_in_reverse
// seen: um:7.3 migrate_device_ranges.range_in_one_table.no_page_of_three_can_be_migrated

@@
expression entry;
symbol mpfn, migrate, next;
@@
migrate_vma_collect_pmd(...)
{
	<...
(
-	if (!softleaf_is_device_private(entry))
-		goto next;
+	if (!softleaf_is_device_private(entry)) {
+		mpfn = MIGRATE_PFN_MIGRATE;
+		migrate->cpages++;
+		goto next;
+	}
|
-	if (!is_device_private_entry(entry))
-		goto next;
+	if (!is_device_private_entry(entry)) {
+		mpfn = MIGRATE_PFN_MIGRATE;
+		migrate->cpages++;
+		goto next;
+	}
)
	...>
}
