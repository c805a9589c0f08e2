// SPDX-License-Identifier: GPL-2.0
// what: offer the zero page on a call for device memory
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_collect.unselected_page.zero_page_is_skipped

@@
symbol migrate;
symbol pfn;
@@
migrate_vma_collect_pmd(...)
{
	<...
-	is_zero_pfn(pfn) && (migrate->flags & MIGRATE_VMA_SELECT_SYSTEM)
+	is_zero_pfn(pfn)
	...>
}
