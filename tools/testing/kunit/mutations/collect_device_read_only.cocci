// SPDX-License-Identifier: GPL-2.0
// what: forget that a device-private entry is writable
// since: 6.18
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_fault.answered_fault.load_from_a_writable_page
// seen: um:7.3 migrate_device_fault.answered_fault.store_to_a_writable_page
// seen: um:7.3 migrate_device_fault.failed_fault.driver_has_no_memory_for_a_writable_page
// seen: um:7.3 migrate_device_fault.fault_page_refused.writable_page_with_two_extra_references
// seen: um:7.3 migrate_device_fault.fault_page_taken.page_that_stays
// seen: um:7.3 migrate_device_fault.fault_page_taken.writable_page
// seen: um:7.3 migrate_device_life.foreign_destination.page_on_a_device
// seen: um:7.3 migrate_device_private.page_from_the_device.exclusive_writable_page
// seen: um:7.3 migrate_device_private.page_from_the_device.private_copy_of_a_file_page
// seen: um:7.3 migrate_device_private.page_from_the_device.writable_page_to_other_device_memory
// seen: um:7.3 migrate_device_private.page_on_the_device.exclusive_writable_page
// seen: um:7.3 migrate_device_private.page_there_and_back.exclusive_writable_clean_page

@@
expression entry;
@@
migrate_vma_collect_pmd(...)
{
	<...
-	softleaf_is_device_private_write(entry)
+	false
	...>
}
