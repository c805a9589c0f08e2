// SPDX-License-Identifier: GPL-2.0
// what: leave dirty of a huge PMD behind
// since: 6.19
// visible: x86_64
// file: mm/huge_memory.c
// seen: x86_64:7.3 migrate_device_huge_collect.taken_pmd.pmd_that_a_fork_shares
// seen: x86_64:7.3 migrate_device_huge_collect.taken_pmd.writable_dirty_young_pmd
// seen: x86_64:7.3 migrate_device_huge_device.pmd_to_device.writable_dirty_pmd
// seen: x86_64:7.3 migrate_device_huge_device.refused_kind.huge_page_that_a_fork_shares
// seen: x86_64:7.3 migrate_device_huge_order.dirty_set_right_before_the_clear.pmd_that_is_not_exclusive
// seen: x86_64:7.3 migrate_device_huge_order.dirty_set_right_before_the_clear.writable_pmd

@@
symbol folio, entry;
@@
set_pmd_migration_entry(...)
{
<...
- folio_mark_dirty(folio);
- entry = make_migration_entry_dirty(entry);
...>
}
