// SPDX-License-Identifier: GPL-2.0
// what: offer holes of files
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_collect.no_page.hole_in_a_file_is_skipped
// seen: um:7.3 migrate_device_collect.no_page.hole_in_a_file_without_a_page_table_is_skipped
// seen: um:7.3 migrate_device_collect.no_page.hole_in_a_private_file_mapping_is_skipped

@@
expression e;
@@
- vma_is_anonymous(e)
+ 1
