// SPDX-License-Identifier: GPL-2.0
// what: give up exclusiveness while the PTE is in place
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_explore.other_caller.fault_on_a_read_only_page
// seen: um:7.3 migrate_device_explore.other_caller.fault_on_a_shared_page
// seen: um:7.3 migrate_device_explore.other_caller.migration_of_an_exclusive_page
// seen: um:7.3 migrate_device_explore.other_caller.zap_of_a_page_that_is_pinned
// seen: um:7.3 migrate_device_explore.other_caller.zap_of_an_exclusive_page
// seen: um:7.3 migrate_device_explore.pin.read_pin_of_a_read_only_page
// seen: um:7.3 migrate_device_explore.pin.read_pin_of_a_writable_page
// seen: um:7.3 migrate_device_explore.pin.write_pin_of_a_writable_page
// seen: um:7.3 migrate_device_explore.store.dirty_folio
// seen: um:7.3 migrate_device_explore.store.page_that_is_pinned_meanwhile
// seen: um:7.3 migrate_device_explore.store.writable_dirty_page
// seen: um:7.3 migrate_device_explore.store.writable_page
// seen: um:7.3 migrate_device_gup_fast.exclusive_as_written.grabbed_before_the_clear
// seen: um:7.3 migrate_device_gup_fast.exclusive_as_written.pinned_for_reading_before_the_clear
// seen: um:7.3 migrate_device_gup_fast.exclusive_as_written.pinned_for_writing_before_the_clear
// seen: um:7.3 migrate_device_gup_fast.exclusive_with_ptep_clear_flush.grabbed_before_the_clear
// seen: um:7.3 migrate_device_gup_fast.exclusive_with_ptep_clear_flush.pinned_for_reading_before_the_clear
// seen: um:7.3 migrate_device_gup_fast.exclusive_with_ptep_clear_flush.pinned_for_writing_before_the_clear
// seen: um:7.3 migrate_device_gup_fast.exclusive_with_ptep_get_and_clear.grabbed_before_the_clear
// seen: um:7.3 migrate_device_gup_fast.exclusive_with_ptep_get_and_clear.pinned_for_reading_before_the_clear
// seen: um:7.3 migrate_device_gup_fast.exclusive_with_ptep_get_and_clear.pinned_for_writing_before_the_clear
// seen: um:7.3 migrate_device_order.order_as_written.exclusive_pages
// seen: um:7.3 migrate_device_order.order_as_written.page_before_a_pinned_one
// seen: um:7.3 migrate_device_order.order_as_written.pages_between_holes
// seen: um:7.3 migrate_device_order.order_as_written.pinned_page_before_one_that_is_taken
// seen: um:7.3 migrate_device_order.order_with_ptep_clear_flush.exclusive_pages
// seen: um:7.3 migrate_device_order.order_with_ptep_clear_flush.page_before_a_pinned_one
// seen: um:7.3 migrate_device_order.order_with_ptep_clear_flush.pages_between_holes
// seen: um:7.3 migrate_device_order.order_with_ptep_clear_flush.pinned_page_before_one_that_is_taken
// seen: um:7.3 migrate_device_order.order_with_ptep_get_and_clear.exclusive_pages
// seen: um:7.3 migrate_device_order.order_with_ptep_get_and_clear.page_before_a_pinned_one
// seen: um:7.3 migrate_device_order.order_with_ptep_get_and_clear.pages_between_holes
// seen: um:7.3 migrate_device_order.order_with_ptep_get_and_clear.pinned_page_before_one_that_is_taken

@@
expression v, a, p;
symbol pte;
@@
migrate_vma_collect_pmd(...)
{
	<...
-	pte = ptep_clear_flush(v, a, p);
-	if (
+	if (
(
	folio_try_share_anon_rmap_pte(...)
|
	page_try_share_anon_rmap(...)
)
	) {
		...
	}
+	pte = ptep_clear_flush(v, a, p);
	...>
}
