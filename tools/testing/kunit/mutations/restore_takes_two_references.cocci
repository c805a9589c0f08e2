// SPDX-License-Identifier: GPL-2.0
// what: take one reference too many for each PTE that is restored
// since: 6.1
// visible: um, x86_64
// file: mm/migrate.c
// seen: um:7.3 migrate_entry_restore.page_in_use.file_page_with_an_extra_reference
// seen: um:7.3 migrate_entry_restore.page_in_use.page_with_an_extra_reference
// seen: um:7.3 migrate_entry_restore.page_in_use.pinned_page_that_is_not_exclusive
// seen: um:7.3 migrate_entry_restore.page_that_moved.clean_file_page
// seen: um:7.3 migrate_entry_restore.page_that_moved.exclusive_read_only_page
// seen: um:7.3 migrate_entry_restore.page_that_moved.exclusive_writable_dirty_young_page
// seen: um:7.3 migrate_entry_restore.page_that_moved.mlocked_page
// seen: um:7.3 migrate_entry_restore.page_that_moved.page_that_is_not_exclusive
// seen: um:7.3 migrate_entry_restore.page_that_moved.shared_page
// seen: um:7.3 migrate_entry_restore.page_that_moved.writable_dirty_file_page
// seen: um:7.3 migrate_entry_restore.page_that_stayed.clean_file_page
// seen: um:7.3 migrate_entry_restore.page_that_stayed.exclusive_read_only_page
// seen: um:7.3 migrate_entry_restore.page_that_stayed.exclusive_writable_dirty_young_page
// seen: um:7.3 migrate_entry_restore.page_that_stayed.mlocked_page
// seen: um:7.3 migrate_entry_restore.page_that_stayed.page_that_is_not_exclusive
// seen: um:7.3 migrate_entry_restore.page_that_stayed.shared_page
// seen: um:7.3 migrate_entry_restore.page_that_stayed.writable_dirty_file_page

@@
expression folio;
@@
remove_migration_pte(...)
{
<...
  folio_get(folio);
+ folio_get(folio);
...>
}
