// SPDX-License-Identifier: GPL-2.0
// what: flush the cache of the next page
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_order.order_as_written.exclusive_pages
// seen: um:7.3 migrate_device_order.order_as_written.one_page_and_three_holes
// seen: um:7.3 migrate_device_order.order_as_written.page_before_a_locked_one
// seen: um:7.3 migrate_device_order.order_as_written.page_before_a_pinned_one
// seen: um:7.3 migrate_device_order.order_as_written.pages_between_holes
// seen: um:7.3 migrate_device_order.order_as_written.pages_that_are_not_exclusive
// seen: um:7.3 migrate_device_order.order_as_written.pinned_page_before_one_that_is_taken
// seen: um:7.3 migrate_device_order.order_with_ptep_clear_flush.exclusive_pages
// seen: um:7.3 migrate_device_order.order_with_ptep_clear_flush.one_page_and_three_holes
// seen: um:7.3 migrate_device_order.order_with_ptep_clear_flush.page_before_a_locked_one
// seen: um:7.3 migrate_device_order.order_with_ptep_clear_flush.page_before_a_pinned_one
// seen: um:7.3 migrate_device_order.order_with_ptep_clear_flush.pages_between_holes
// seen: um:7.3 migrate_device_order.order_with_ptep_clear_flush.pages_that_are_not_exclusive
// seen: um:7.3 migrate_device_order.order_with_ptep_clear_flush.pinned_page_before_one_that_is_taken
// seen: um:7.3 migrate_device_order.order_with_ptep_get_and_clear.exclusive_pages
// seen: um:7.3 migrate_device_order.order_with_ptep_get_and_clear.one_page_and_three_holes
// seen: um:7.3 migrate_device_order.order_with_ptep_get_and_clear.page_before_a_locked_one
// seen: um:7.3 migrate_device_order.order_with_ptep_get_and_clear.page_before_a_pinned_one
// seen: um:7.3 migrate_device_order.order_with_ptep_get_and_clear.pages_between_holes
// seen: um:7.3 migrate_device_order.order_with_ptep_get_and_clear.pages_that_are_not_exclusive
// seen: um:7.3 migrate_device_order.order_with_ptep_get_and_clear.pinned_page_before_one_that_is_taken

@@
expression vma, addr, pte;
@@
migrate_vma_collect_pmd(...)
{
	<...
-	flush_cache_page(vma, addr, pte_pfn(pte));
+	flush_cache_page(vma, addr, pte_pfn(pte) + 1);
	...>
}
