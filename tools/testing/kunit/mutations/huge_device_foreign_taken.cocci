// SPDX-License-Identifier: GPL-2.0
// what: take a huge page of another driver's device
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_huge_private.foreign_pmd.writable_pmd
// seen: x86_64:7.3 migrate_device_huge_private.foreign_pmd.exclusive_read_only_pmd
// seen: x86_64:7.3 migrate_device_huge_private.foreign_pmd.pmd_that_a_fork_shares
// seen: x86_64:7.3 migrate_device_huge_private.foreign_pmd.soft_dirty_uffd_pmd
// seen: x86_64:7.3 migrate_device_huge_private.foreign_pmd.writable_pmd_by_page

@@
symbol folio, migrate;
@@
migrate_vma_collect_huge_pmd(...)
{
<...
-	folio->pgmap->owner != migrate->pgmap_owner
+	false
...>
}
