// SPDX-License-Identifier: GPL-2.0
// what: unmap maps only the first page again that it could not take
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_ranges.range_in_one_table.one_page_of_four_can_be_migrated

@@
identifier restore;
@@
migrate_device_unmap(...)
{
<...
- restore--;
+ restore = 0;
...>
}
