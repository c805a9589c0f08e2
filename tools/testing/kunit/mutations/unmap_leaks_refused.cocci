// SPDX-License-Identifier: GPL-2.0
// what: do not put a page that is mapped again
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_no_vma.coherent_page.page_isolated_by_another
// seen: um:7.3 migrate_device_no_vma.pfns_out_of_reach.page_isolated_by_another
// seen: um:7.3 migrate_device_no_vma.range_out_of_reach.page_isolated_by_another
// seen: um:7.3 migrate_device_pfn_range.large_range.large_folio_between_pages
// seen: um:7.3 migrate_device_pfn_range.list.large_folio_between_pages
// seen: um:7.3 migrate_device_pfn_range.list.page_of_the_kernel_between_pages
// seen: um:7.3 migrate_device_pfn_range.small_range.page_behind_a_page_of_the_kernel
// seen: um:7.3 migrate_device_pfn_range.small_range.pages_of_the_kernel

@@
identifier src_pfns, i, folio;
@@
migrate_device_unmap(...)
{
	<...
	remove_migration_ptes(...);
	src_pfns[i] = 0;
	...
-	folio_put(folio);
	...>
}
