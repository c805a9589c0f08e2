// SPDX-License-Identifier: GPL-2.0
// what: map a huge page writable in a read-only mapping
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_huge_pages.read_only_pmd.huge_zero_page

@@
symbol vma, entry;
@@
migrate_vma_insert_huge_pmd_page(...)
{
<...
- if (vma->vm_flags & VM_WRITE)
	entry = pmd_mkwrite(pmd_mkdirty(entry), vma);
...>
}
