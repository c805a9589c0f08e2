// SPDX-License-Identifier: GPL-2.0
// what: take a page that another isolated
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_collect.refused_page.page_isolated_by_another_is_mapped_again

@@
expression f;
@@
(
- !folio_isolate_lru(f)
+ (!folio_isolate_lru(f), 0)
|
- isolate_lru_page(f)
+ (isolate_lru_page(f), 0)
)
