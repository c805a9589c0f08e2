// SPDX-License-Identifier: GPL-2.0
// what: unlock and put the fault's folio when it can't be split
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_huge_fault.fault_on_a_folio_in_use.first_page_of_the_folio

@@
symbol folio, fault_folio, ret;
@@
migrate_vma_split_folio(...)
{
	...
	if (ret) {
-		if (folio != fault_folio) {
			folio_unlock(folio);
			folio_put(folio);
-		}
		return ret;
	}
	...
}
