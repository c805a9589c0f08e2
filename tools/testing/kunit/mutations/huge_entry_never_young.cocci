// SPDX-License-Identifier: GPL-2.0
// what: leave young of a huge PMD behind
// since: 6.19
// visible: x86_64
// file: mm/huge_memory.c
// seen: x86_64:7.3 migrate_device_huge_collect.taken_pmd.exclusive_read_only_young_pmd
// seen: x86_64:7.3 migrate_device_huge_device.pmd_to_device.exclusive_read_only_young_pmd
// seen: x86_64:7.3 migrate_device_huge_device.pmd_to_device.writable_young_pmd_to_coherent_memory
// seen: x86_64:7.3 migrate_device_huge_order.pmd_flushed_in_time.exclusive_read_only_pmd
// seen: x86_64:7.3 migrate_device_huge_pages.kept_pmd.writable_young_pmd
// seen: x86_64:7.3 migrate_device_huge_pages.moved_pmd.pmd_that_is_not_exclusive

@@
symbol entry;
@@
set_pmd_migration_entry(...)
{
<...
- entry = make_migration_entry_young(entry);
+ ;
...>
}
