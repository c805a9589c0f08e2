// SPDX-License-Identifier: GPL-2.0
// what: refuse the fault page for the reference of the fault
// since: 6.12
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_fault.answered_fault.load_from_a_page_of_a_dirty_folio
// seen: um:7.3 migrate_device_fault.answered_fault.load_from_a_page_that_a_fork_shares
// seen: um:7.3 migrate_device_fault.answered_fault.load_from_a_page_that_is_not_exclusive
// seen: um:7.3 migrate_device_fault.answered_fault.load_from_a_writable_page
// seen: um:7.3 migrate_device_fault.answered_fault.load_from_an_exclusive_read_only_page
// seen: um:7.3 migrate_device_fault.answered_fault.store_to_a_page_that_a_fork_shares
// seen: um:7.3 migrate_device_fault.answered_fault.store_to_a_writable_page
// seen: um:7.3 migrate_device_private.page_there_and_back.dirty_folio
// seen: um:7.3 migrate_device_private.page_there_and_back.exclusive_read_only_page
// seen: um:7.3 migrate_device_private.page_there_and_back.page_that_a_fork_shares
// seen: um:7.3 migrate_device_private.page_there_and_back.page_that_is_not_exclusive
// seen: um:7.3 migrate_device_private.page_there_and_back.private_copy_of_a_file_page

@@
symbol extra_cnt;
@@
__migrate_device_pages(...)
{
	<...
-	extra_cnt = 1;
+	extra_cnt = 0;
	...>
}
