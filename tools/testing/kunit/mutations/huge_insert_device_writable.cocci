// SPDX-License-Identifier: GPL-2.0
// what: insert a huge page of a device writable in a read-only mapping
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_huge_device.read_only_mapping.empty_pmd
// seen: x86_64:7.3 migrate_device_huge_device.read_only_mapping.huge_zero_page

@@
symbol vma, swp_entry;
statement S;
@@
migrate_vma_insert_huge_pmd_page(...)
{
<...
-	if (vma->vm_flags & VM_WRITE)
		swp_entry = make_writable_device_private_entry(...);
-	else S
...>
}
