// SPDX-License-Identifier: GPL-2.0
// what: do not put the source
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_emptied.emptied_address.before_finalize
// seen: um:7.3 migrate_device_emptied.emptied_address.before_finalize_without_a_destination
// seen: um:7.3 migrate_device_emptied.emptied_address.before_pages
// seen: um:7.3 migrate_device_emptied.emptied_address.before_pages_without_a_destination
// seen: um:7.3 migrate_device_emptied.emptied_address.page_that_is_not_exclusive
// seen: um:7.3 migrate_device_emptied.emptied_address.refilled_before_finalize
// seen: um:7.3 migrate_device_emptied.emptied_address.refilled_before_pages
// seen: um:7.3 migrate_device_emptied.emptied_address.refilled_without_a_destination
// seen: um:7.3 migrate_device_notifier.inserted_range.hole_without_a_destination
// seen: um:7.3 migrate_device_notifier.inserted_range.no_hole

@@
identifier src;
@@
\( __migrate_device_finalize \| migrate_device_finalize \)(...)
{
	<...
-	folio_put(src);
	...>
}
