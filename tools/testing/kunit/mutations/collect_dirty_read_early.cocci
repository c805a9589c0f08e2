// SPDX-License-Identifier: GPL-2.0
// what: ask the PTE for dirty before it is cleared
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_order.dirty_set_right_before_the_clear.exclusive_page
// seen: um:7.3 migrate_device_order.dirty_set_right_before_the_clear.exclusive_page_cleared_with_a_flush
// seen: um:7.3 migrate_device_order.dirty_set_right_before_the_clear.exclusive_page_cleared_without_a_flush
// seen: um:7.3 migrate_device_order.dirty_set_right_before_the_clear.page_that_is_not_exclusive
// seen: um:7.3 migrate_device_order.dirty_set_right_before_the_clear.page_that_is_not_exclusive_cleared_with_a_flush

@@
symbol pte, folio;
expression e;
@@
migrate_vma_collect_pmd(...)
{
	<...
-	flush_cache_page(...);
+	if (pte_dirty(pte))
+		folio_mark_dirty(folio);
	...>
}

@@
symbol pte, folio;
@@
migrate_vma_collect_pmd(...)
{
	<...
-	if (pte_present(pte) && pte_dirty(pte))
-		folio_mark_dirty(folio);
	...>
}
