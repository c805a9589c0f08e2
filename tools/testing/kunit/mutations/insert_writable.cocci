// SPDX-License-Identifier: GPL-2.0
// what: map a page writable in any mapping
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_insert.read_only_address.hole
// seen: um:7.3 migrate_device_insert.read_only_address.zero_page

@@
@@
migrate_vma_insert_page(...)
{
	<...
	entry = mk_pte(...);
-	if (vma->vm_flags & VM_WRITE)
	entry = pte_mkwrite(...);
	...>
}
