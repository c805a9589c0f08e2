// SPDX-License-Identifier: GPL-2.0
// what: do not put a page back on the LRU that can not be taken
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_no_vma.coherent_page.gup_pinned_page_that_is_not_exclusive
// seen: um:7.3 migrate_device_no_vma.pfns_out_of_reach.gup_pinned_exclusive_page
// seen: um:7.3 migrate_device_no_vma.range_out_of_reach.gup_pinned_exclusive_page

@@
@@
migrate_device_unmap(...)
{
	<...
(
-	folio_putback_lru(...);
+	;
|
-	putback_lru_page(...);
+	;
)
	...>
}
