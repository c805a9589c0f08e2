// SPDX-License-Identifier: GPL-2.0
// what: keep a reference on a page that somebody has locked
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_collect.page_passed_over_by_collect.locked_file_page_is_left_alone
// seen: um:7.3 migrate_device_collect.page_passed_over_by_collect.locked_page_is_left_alone
// seen: um:7.3 migrate_device_collect.passed_over_page.locked_file_page_is_left_alone
// seen: um:7.3 migrate_device_order.order_as_written.page_before_a_locked_one
// seen: um:7.3 migrate_device_order.order_with_ptep_clear_flush.page_before_a_locked_one
// seen: um:7.3 migrate_device_order.order_with_ptep_get_and_clear.page_before_a_locked_one

@@
symbol folio, fault_folio, mpfn;
@@
(
	if (fault_folio == folio || folio_trylock(folio)) {
		...
	} else {
-		folio_put(folio);
		mpfn = 0;
	}
|
	if (folio_trylock(folio)) {
		...
	} else {
-		folio_put(folio);
		mpfn = 0;
	}
)
