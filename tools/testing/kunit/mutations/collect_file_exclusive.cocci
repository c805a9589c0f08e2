// SPDX-License-Identifier: GPL-2.0
// what: take a flag of a file page for PageAnonExclusive
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_collect.collected_file_page.shared_page_that_is_mapped_to_disk_is_not_exclusive

@@
expression folio, page;
@@
(
- folio_test_anon(folio) && PageAnonExclusive(page)
+ PageAnonExclusive(page)
|
- PageAnon(page) && PageAnonExclusive(page)
+ PageAnonExclusive(page)
)
