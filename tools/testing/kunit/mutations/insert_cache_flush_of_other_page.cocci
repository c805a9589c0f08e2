// SPDX-License-Identifier: GPL-2.0
// what: flush the cache of the page that is inserted, not of the zero page
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_insert.mapped_address.zero_page_from_after_collect
// seen: um:7.3 migrate_device_insert.mapped_address.zero_page_from_before_collect
// seen: um:7.3 migrate_device_random.few_scenarios

@@
expression vma, addr, pte;
@@
migrate_vma_insert_page(...)
{
	<...
-	flush_cache_page(vma, addr, pte_pfn(pte));
+	flush_cache_page(vma, addr, page_to_pfn(page));
	...>
}
