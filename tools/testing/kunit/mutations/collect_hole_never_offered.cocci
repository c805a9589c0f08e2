// SPDX-License-Identifier: GPL-2.0
// what: offer no hole
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_collect.no_page.hole_without_a_page_table_is_offered
// seen: um:7.3 migrate_device_collect.unselected_page.hole_is_offered
// seen: um:7.3 migrate_device_partial.finalize_without_pages.hole
// seen: um:7.3 migrate_device_round_trip.filled_address.hole
// seen: um:7.3 migrate_device_round_trip.filled_address.hole_without_a_page_table

@@
expression e;
@@
- vma_is_anonymous(e)
+ 0
