// SPDX-License-Identifier: GPL-2.0
// what: accept a fault page that is not locked
// since: 6.15
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_fault.fault_page_that_is_none.device_page_that_is_not_locked
// seen: um:7.3 migrate_device_fault.fault_page_that_is_none.page_of_coherent_memory
// seen: um:7.3 migrate_device_fault.fault_page_that_is_none.page_of_system_memory

@@
expression args;
@@
migrate_vma_setup(...)
{
	<...
-	args->fault_page && !PageLocked(args->fault_page)
+	false
	...>
}
