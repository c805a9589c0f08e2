// SPDX-License-Identifier: GPL-2.0
// what: collect leaves out the last page of a missing page table
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_random.few_scenarios
// seen: um:7.3 migrate_device_ranges.moved_range_in_many_tables.missing_table_between_two
// seen: um:7.3 migrate_device_ranges.moved_range_in_many_tables.missing_table_then_pages
// seen: um:7.3 migrate_device_ranges.moved_range_in_many_tables.pages_then_a_missing_table
// seen: um:7.3 migrate_device_ranges.range_in_many_tables.missing_table_between_two
// seen: um:7.3 migrate_device_ranges.range_in_many_tables.missing_table_then_pages
// seen: um:7.3 migrate_device_ranges.range_in_many_tables.pages_then_a_missing_table

@@
expression start, end, depth;
identifier walk, addr, migrate;
@@
migrate_vma_collect_hole(...)
{
<...
- for (addr = start; addr < end; addr += PAGE_SIZE)
+ for (addr = start; addr + PAGE_SIZE < end; addr += PAGE_SIZE)
{ ... }
...>
}
