// SPDX-License-Identifier: GPL-2.0
// what: keep the lock of a folio that is split beside that of a fault
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_huge_fault.fault_by_page.page_out_of_range
// seen: x86_64:7.3 migrate_device_huge_fault.fault_beside.small_page_behind_the_folio
// seen: x86_64:7.3 migrate_device_huge_fault.fault_beside.small_page_out_of_range
// seen: x86_64:7.3 migrate_device_huge_fault.fault_beside.first_page_of_the_first_of_two_folios
// seen: x86_64:7.3 migrate_device_huge_fault.fault_beside.first_page_of_the_second_of_two_folios

@@
symbol folio, new_fault_folio, fault_folio;
@@
migrate_vma_split_folio(...)
{
<...
	if (new_fault_folio != fault_folio) { ... }
-	folio_unlock(folio);
	folio_put(folio);
...>
}
