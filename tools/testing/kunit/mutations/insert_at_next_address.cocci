// SPDX-License-Identifier: GPL-2.0
// what: pages fills the address behind the one that was asked for
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_random.few_scenarios
// seen: um:7.3 migrate_device_ranges.moved_range_in_many_tables.no_table_at_all_is_filled_in_two
// seen: um:7.3 migrate_device_ranges.moved_range_in_one_table.all_kinds_of_entries

@@
expression addr, dst, src;
identifier migrate;
@@
__migrate_device_pages(...)
{
<...
- migrate_vma_insert_page(migrate, addr, dst, src)
+ migrate_vma_insert_page(migrate, (addr) + PAGE_SIZE, dst, src)
...>
}
