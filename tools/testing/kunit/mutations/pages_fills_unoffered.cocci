// SPDX-License-Identifier: GPL-2.0
// what: insert a page where setup has not offered to
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_emptied.page_that_was_not_offered

@@
expression entry;
identifier next;
@@
(
- if (!(entry & MIGRATE_PFN_MIGRATE))
-	goto next;
|
- if (!(entry & MIGRATE_PFN_MIGRATE))
-	continue;
)
