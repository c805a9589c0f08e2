// SPDX-License-Identifier: GPL-2.0
// what: drop the reference on a source before it is unlocked
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_order.order_of_all_phases.exclusive_pages
// seen: um:7.3 migrate_device_order.order_of_all_phases.one_page_and_three_holes
// seen: um:7.3 migrate_device_order.order_of_all_phases.page_before_a_locked_one
// seen: um:7.3 migrate_device_order.order_of_all_phases.page_before_a_pinned_one
// seen: um:7.3 migrate_device_order.order_of_all_phases.pages_between_holes
// seen: um:7.3 migrate_device_order.order_of_all_phases.pages_that_are_not_exclusive
// seen: um:7.3 migrate_device_order.order_of_all_phases.pinned_page_before_one_that_is_taken

@@
identifier fn =~ "migrate_device_finalize$";
symbol src, fault_folio;
@@
fn(...)
{
	<...
(
-	if (fault_folio != src)
-		folio_unlock(src);
	folio_put(src);
+	if (fault_folio != src)
+		folio_unlock(src);
|
-	folio_unlock(src);
	folio_put(src);
+	folio_unlock(src);
)
	...>
}
