// SPDX-License-Identifier: GPL-2.0
// what: accept any page as that of a fault
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_arguments.refused.locked_fault_page_of_system_memory
// seen: um:7.3 migrate_device_fault.fault_page_that_is_none.page_of_coherent_memory
// seen: um:7.3 migrate_device_fault.fault_page_that_is_none.page_of_system_memory

@@
expression args;
@@
migrate_vma_setup(...)
{
	<...
-	args->fault_page && !is_device_private_page(args->fault_page)
+	false
	...>
}
