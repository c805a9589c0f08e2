// SPDX-License-Identifier: GPL-2.0
// what: skip the zero page
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_collect.no_page.zero_page_is_offered
// seen: um:7.3 migrate_device_partial.finalize_without_pages.zero_page
// seen: um:7.3 migrate_device_round_trip.filled_address.zero_page

@@
symbol pfn;
@@
migrate_vma_collect_pmd(...)
{
	<...
-	is_zero_pfn(pfn)
+	0
	...>
}
