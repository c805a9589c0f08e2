// SPDX-License-Identifier: GPL-2.0
// what: keep the reference of a page that is locked
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_no_vma.pfns_out_of_reach.locked_page
// seen: um:7.3 migrate_device_no_vma.pfns_out_of_reach.page_that_another_migrates
// seen: um:7.3 migrate_device_no_vma.range_out_of_reach.locked_page
// seen: um:7.3 migrate_device_no_vma.range_out_of_reach.page_that_another_migrates
// seen: um:7.3 migrate_device_pfn_range.small_range.page_before_a_locked_page
// seen: um:7.3 migrate_device_pfn_range.small_range.page_behind_a_locked_page

@@
expression folio;
@@
\( migrate_device_pfn_lock \| migrate_device_range \)(...)
{
	<...
	if (\( !folio_trylock(folio) \| !trylock_page(folio) \)) {
	...
-	\( folio_put(folio) \| put_page(folio) \);
	...
	}
	...>
}
