// SPDX-License-Identifier: GPL-2.0
// what: clear a PTE that caches may still need
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_order.order_as_written.one_page_and_three_holes
// seen: um:7.3 migrate_device_order.order_as_written.pages_that_are_not_exclusive
// seen: um:7.3 migrate_device_order.order_with_ptep_clear_flush.one_page_and_three_holes
// seen: um:7.3 migrate_device_order.order_with_ptep_clear_flush.pages_that_are_not_exclusive
// seen: um:7.3 migrate_device_order.order_with_ptep_get_and_clear.one_page_and_three_holes
// seen: um:7.3 migrate_device_order.order_with_ptep_get_and_clear.pages_that_are_not_exclusive

@@
@@
migrate_vma_collect_pmd(...)
{
	<...
-	flush_cache_page(...);
+	;
	...>
}
