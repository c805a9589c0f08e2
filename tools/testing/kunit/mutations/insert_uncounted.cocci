// SPDX-License-Identifier: GPL-2.0
// what: pages does not count a page that it inserts
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_insert.free_address.load_put_the_zero_page_into_the_hole
// seen: um:7.3 migrate_device_insert.free_address.load_put_the_zero_page_where_no_table_was
// seen: um:7.3 migrate_device_insert.free_address.page_came_and_was_dropped
// seen: um:7.3 migrate_device_insert.free_address.zero_page_was_dropped
// seen: um:7.3 migrate_device_insert_abort.failed_allocation.directory_of_the_fourth_level
// seen: um:7.3 migrate_device_random.few_scenarios

@@
expression mm;
@@
migrate_vma_insert_page(...)
{
<...
- inc_mm_counter(mm, MM_ANONPAGES);
...>
}
