// SPDX-License-Identifier: GPL-2.0
// what: unmap does not put a page back on the LRU that it could not take
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_random.few_scenarios
// seen: um:7.3 migrate_device_ranges.moved_range_in_many_tables.pages_in_use_in_two_tables
// seen: um:7.3 migrate_device_ranges.moved_range_in_one_table.all_kinds_of_entries_in_reverse
// seen: um:7.3 migrate_device_ranges.moved_range_in_one_table.one_page_of_four_can_be_migrated

@@
expression folio, page;
@@
migrate_device_unmap(...)
{
<...
(
- folio_putback_lru(folio);
+ folio_put(folio);
|
- putback_lru_page(page);
+ put_page(page);
)
...>
}
