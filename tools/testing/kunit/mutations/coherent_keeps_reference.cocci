// SPDX-License-Identifier: GPL-2.0
// what: keep a reference of the caller
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_no_vma.coherent_page.page_without_memory_to_go_to
// seen: um:7.3 migrate_device_no_vma.coherent_page.shared_page_without_memory_to_go_to

@@
@@
\( migrate_device_coherent_folio \| migrate_device_coherent_page \)(...)
{
	<...
+	folio_get(page_folio(pfn_to_page(src_pfn >> MIGRATE_PFN_SHIFT)));
	migrate_device_finalize(...);
	...>
}
