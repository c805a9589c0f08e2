// SPDX-License-Identifier: GPL-2.0
// what: do not reference a page that is inserted
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_order.order_of_all_phases.pages_between_holes

@@
expression folio, page;
@@
migrate_vma_insert_page(...)
{
	<...
(
-	folio_get(folio);
|
-	get_page(page);
)
	...>
}
