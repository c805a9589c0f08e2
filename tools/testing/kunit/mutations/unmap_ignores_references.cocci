// SPDX-License-Identifier: GPL-2.0
// what: take a page that somebody holds a reference on
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3, x86_64:7.3 migrate_device_no_vma.pfns_out_of_reach.exclusive_page_with_an_extra_reference
// seen: um:7.3, x86_64:7.3 migrate_device_no_vma.pfns_out_of_reach.shared_page_with_an_extra_reference
// seen: um:7.3, x86_64:7.3 migrate_device_no_vma.range_out_of_reach.exclusive_page_with_an_extra_reference
// seen: um:7.3, x86_64:7.3 migrate_device_no_vma.range_out_of_reach.shared_page_with_an_extra_reference
// seen: x86_64:7.3 migrate_device_pfn_huge.huge_page.huge_page_with_an_extra_reference
// seen: x86_64:7.3 migrate_device_pfn_huge.huge_page.large_folio_mapped_by_page_with_an_extra_reference

@@
@@
migrate_vma_check_page(...)
{
	<...
-	return false;
+	return true;
	...>
}
