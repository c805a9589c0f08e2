// SPDX-License-Identifier: GPL-2.0
// what: map device memory writable, whatever the mapping is
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_insert.read_only_address.hole
// seen: um:7.3 migrate_device_insert.read_only_address.zero_page
// seen: um:7.3 migrate_device_private.filled_read_only_address.hole_with_coherent_memory
// seen: um:7.3 migrate_device_private.filled_read_only_address.hole_with_device_memory
// seen: um:7.3 migrate_device_private.filled_read_only_address.hole_without_a_page_table_with_device_memory
// seen: um:7.3 migrate_device_private.filled_read_only_address.zero_page_with_coherent_memory
// seen: um:7.3 migrate_device_private.filled_read_only_address.zero_page_with_device_memory

@@
expression vma;
@@
migrate_vma_insert_page(...)
{
	<...
-	vma->vm_flags & VM_WRITE
+	true
	...>
}
