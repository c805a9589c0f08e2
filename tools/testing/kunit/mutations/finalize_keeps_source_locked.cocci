// SPDX-License-Identifier: GPL-2.0
// what: do not unlock the source
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_pfn_huge.huge_page.large_folio_mapped_by_page
// seen: x86_64:7.3 migrate_device_pfn_huge.huge_page.whole_huge_page

@@
identifier src;
@@
\( __migrate_device_finalize \| migrate_device_finalize \)(...)
{
	<...
-	folio_unlock(src);
	...>
}
