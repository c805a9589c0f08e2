// SPDX-License-Identifier: GPL-2.0
// what: announce each insertion
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_notifier.inserted_range.holes_with_pages_between
// seen: um:7.3 migrate_device_order.order_of_all_phases.one_page_and_three_holes
// seen: um:7.3 migrate_device_order.order_of_all_phases.page_before_a_locked_one
// seen: um:7.3 migrate_device_order.order_of_all_phases.page_before_a_pinned_one
// seen: um:7.3 migrate_device_order.order_of_all_phases.pinned_page_before_one_that_is_taken
// seen: um:7.3 migrate_device_random.few_scenarios

@@
@@
__migrate_device_pages(...)
{
	<...
-	if (!notified) {
+	if (true) {
	...
	}
	...>
}
