// SPDX-License-Identifier: GPL-2.0
// what: insert a huge page of generic memory
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_huge_device.refused_kind.empty_pmd
// seen: x86_64:7.3 migrate_device_huge_device.refused_kind.huge_zero_page

@@
symbol folio;
@@
migrate_vma_insert_huge_pmd_page(...)
{
<...
-	folio_is_zone_device(folio) && !folio_is_device_coherent(folio)
+	false
...>
}
