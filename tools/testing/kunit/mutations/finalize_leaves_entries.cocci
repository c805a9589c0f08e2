// SPDX-License-Identifier: GPL-2.0
// what: do not map the page again
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_emptied.half_emptied_address.before_finalize
// seen: um:7.3 migrate_device_emptied.half_emptied_address.before_pages
// seen: um:7.3 migrate_device_emptied.half_emptied_address.without_a_destination
// seen: um:7.3 migrate_device_no_vma.range_moved.exclusive_writable_dirty_page
// seen: um:7.3 migrate_device_no_vma.range_moved.mlocked_page
// seen: um:7.3 migrate_device_no_vma.range_moved.page_that_a_fork_shares
// seen: um:7.3 migrate_device_no_vma.range_put_back.exclusive_read_only_page
// seen: um:7.3 migrate_device_no_vma.range_put_back.exclusive_writable_dirty_page
// seen: um:7.3 migrate_device_no_vma.range_put_back.page_of_a_shared_file_mapping
// seen: um:7.3 migrate_device_no_vma.range_put_back.page_that_a_fork_shares
// seen: um:7.3 migrate_device_partial.finalize_without_pages.exclusive_read_only_page
// seen: um:7.3 migrate_device_partial.finalize_without_pages.exclusive_writable_page
// seen: um:7.3 migrate_device_partial.finalize_without_pages.page_of_a_shared_file_mapping
// seen: um:7.3 migrate_device_partial.finalize_without_pages.page_that_a_fork_shares

@@
@@
\( __migrate_device_finalize \| migrate_device_finalize \)(...)
{
	<...
-	remove_migration_ptes(...);
	...>
}
