// SPDX-License-Identifier: GPL-2.0
// what: leak a reference on a huge page that can't be split
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_huge_fault.fault_on_a_folio_in_use.folio_that_a_pmd_maps
// seen: x86_64:7.3 migrate_device_huge_private.foreign_by_page.not_exclusive_with_select_compound
// seen: x86_64:7.3 migrate_device_huge_private.foreign_by_page.writable
// seen: x86_64:7.3 migrate_device_huge_private.mapped_pmd_is_no_migration_entry.pmd_of_a_device_that_is_not_exclusive
// seen: x86_64:7.3 migrate_device_huge_private.mapped_pmd_is_no_migration_entry.writable_dirty_pmd
// seen: x86_64:7.3 migrate_device_huge_private.mapped_pmd_is_no_migration_entry.writable_pmd_of_a_device

@@
symbol ret, folio, fault_folio;
@@
migrate_vma_collect_huge_pmd(...)
{
<...
  ret = split_folio(folio);
  if (fault_folio != folio)
	folio_unlock(folio);
- folio_put(folio);
+ if (!ret)
+	folio_put(folio);
...>
}
