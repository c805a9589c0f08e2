// SPDX-License-Identifier: GPL-2.0
// what: forget that a huge page was exclusive
// since: 6.19
// visible: x86_64
// file: mm/huge_memory.c
// seen: x86_64:7.3 migrate_device_evict.evicted_folio.folio_with_two_extra_references
// seen: x86_64:7.3 migrate_device_evict.evicted_folio_of_a_list.folio_with_two_extra_references
// seen: x86_64:7.3 migrate_device_fault.answered_huge_fault.driver_has_no_memory_for_a_pmd
// seen: x86_64:7.3 migrate_device_fault.answered_huge_fault.somebody_else_has_two_references_on_a_huge_page
// seen: x86_64:7.3 migrate_device_fault.answered_huge_fault.store_to_an_exclusive_read_only_pmd
// seen: x86_64:7.3 migrate_device_huge_apart.split_source.exclusive_read_only_pmd_of_a_device

@@
expression e;
symbol entry;
@@
set_pmd_migration_entry(...)
{
<...
- entry = make_readable_exclusive_migration_entry(e);
+ entry = make_readable_migration_entry(e);
...>
}
