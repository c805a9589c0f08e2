// SPDX-License-Identifier: GPL-2.0
// what: finalize keeps the lock of a destination that it mapped
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_again.range_beside_one_that_was_migrated
// seen: um:7.3 migrate_device_random.few_scenarios
// seen: um:7.3 migrate_device_ranges.moved_range_in_many_tables.pages_in_two_tables
// seen: um:7.3 migrate_device_ranges.moved_range_in_many_tables.whole_mapping
// seen: um:7.3 migrate_device_ranges.moved_range_in_one_table.last_page_of_the_mapping
// seen: um:7.3 migrate_device_ranges.moved_range_in_one_table.one_page_between_others
// seen: um:7.3 migrate_device_ranges.moved_range_in_one_table.pages_beside_the_range_are_left_alone
// seen: um:7.3 migrate_device_ranges.moved_range_in_one_table.whole_table

@@
symbol dst, src;
@@
if (dst != src) {
...
- folio_unlock(dst);
folio_put(dst);
}
