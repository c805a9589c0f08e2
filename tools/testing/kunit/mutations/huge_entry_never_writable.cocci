// SPDX-License-Identifier: GPL-2.0
// what: forget that a huge PMD was writable
// since: 6.19
// visible: x86_64
// file: mm/huge_memory.c
// seen: x86_64:7.3 migrate_device_evict.evicted_folio.folio_without_a_destination
// seen: x86_64:7.3 migrate_device_evict.evicted_folio.writable_folio
// seen: x86_64:7.3 migrate_device_evict.evicted_folio_of_a_list.folio_without_a_destination
// seen: x86_64:7.3 migrate_device_evict.evicted_folio_of_a_list.writable_folio
// seen: x86_64:7.3 migrate_device_evict.unsplit_folio.writable_folio
// seen: x86_64:7.3 migrate_device_huge_collect.taken_pmd.writable_clean_old_pmd

@@
expression e;
symbol entry;
@@
set_pmd_migration_entry(...)
{
<...
- entry = make_writable_migration_entry(e);
+ entry = make_readable_exclusive_migration_entry(e);
...>
}
