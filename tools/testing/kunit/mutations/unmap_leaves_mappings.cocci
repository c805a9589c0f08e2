// SPDX-License-Identifier: GPL-2.0
// what: leave the page mapped by others
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_no_vma.pfns_in_use.exclusive_read_only_page
// seen: um:7.3 migrate_device_no_vma.pfns_in_use.exclusive_writable_dirty_page
// seen: um:7.3 migrate_device_no_vma.pfns_in_use.page_in_an_lru_batch
// seen: um:7.3 migrate_device_no_vma.pfns_in_use.page_of_a_shared_file_mapping
// seen: um:7.3 migrate_device_no_vma.pfns_in_use.page_that_a_fork_shares
// seen: um:7.3 migrate_device_no_vma.pfns_in_use.page_that_is_not_exclusive
// seen: um:7.3 migrate_device_no_vma.range_in_use.exclusive_read_only_page
// seen: um:7.3 migrate_device_no_vma.range_in_use.exclusive_writable_dirty_page
// seen: um:7.3 migrate_device_no_vma.range_in_use.page_in_an_lru_batch
// seen: um:7.3 migrate_device_no_vma.range_in_use.page_of_a_shared_file_mapping
// seen: um:7.3 migrate_device_no_vma.range_in_use.page_that_a_fork_shares
// seen: um:7.3 migrate_device_no_vma.range_in_use.page_that_is_not_exclusive
// seen: um:7.3 migrate_device_pfn_range.list.free_page_between_pages
// seen: um:7.3 migrate_device_pfn_range.list.pages_in_use
// seen: um:7.3 migrate_device_pfn_range.small_range.page_before_a_free_page
// seen: um:7.3 migrate_device_pfn_range.small_range.pages_in_use

@@
@@
migrate_device_unmap(...)
{
	<...
-	try_to_migrate(...);
+	;
	...>
}
