// SPDX-License-Identifier: GPL-2.0
// what: replace a folio that is in use
// since: 6.1
// visible: um, x86_64
// file: mm/migrate.c
// seen: um:7.3 migrate_entry_restore.page_in_use.file_page_with_an_extra_reference
// seen: um:7.3 migrate_entry_restore.page_in_use.page_with_an_extra_reference
// seen: um:7.3 migrate_entry_restore.page_in_use.pinned_page_that_is_not_exclusive

@@
@@
folio_migrate_mapping(...)
{
<...
- return -EAGAIN;
+ return 0;
...>
}
