// SPDX-License-Identifier: GPL-2.0
// what: write behind the array for a folio that reaches beyond it
// since: 6.19
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_pfn_huge.huge_page.first_half_of_a_huge_page
// seen: x86_64:7.3 migrate_device_pfn_huge.huge_page.first_page_of_a_large_folio_mapped_by_page
// seen: um:7.3, x86_64:7.3 migrate_device_pfn_range.large_range.end_within_a_locked_large_folio

@@
expression nr, npages, i;
@@
-	nr > npages - i
+	false
