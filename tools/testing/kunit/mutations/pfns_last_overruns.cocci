// SPDX-License-Identifier: GPL-2.0
// what: take the last folio of a list for one that fits
// since: 7.3
// visible: x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_pfn_huge.end_of_a_list.huge_page_behind_others
// seen: x86_64:7.3 migrate_device_pfn_huge.end_of_a_list.large_folio_mapped_by_page_behind_others

@@
symbol nr, npages, i;
@@
migrate_device_pfns(...)
{
	<...
-	nr > npages - i
+	nr > npages + i
	...>
}
