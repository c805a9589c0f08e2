// SPDX-License-Identifier: GPL-2.0
// what: collect does not count the pages of a missing page table
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_random.few_scenarios
// seen: um:7.3 migrate_device_ranges.range_in_many_tables.no_table_at_all_is_filled_in_two

@@
identifier migrate;
@@
migrate_vma_collect_hole(...)
{
<...
for (...; ...; ...) {
...
- migrate->cpages++;
}
...>
}
