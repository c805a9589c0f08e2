// SPDX-License-Identifier: GPL-2.0
// what: leave the page of a fault unlocked when its folio is split
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_huge_fault.fault_by_page.page_out_of_range

@@
symbol new_fault_folio;
@@
migrate_vma_split_folio(...)
{
<...
-	folio_lock(new_fault_folio);
...>
}
