// SPDX-License-Identifier: GPL-2.0
// what: make an allocation that nobody knows of
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_insert_abort.every_allocation_has_a_row

@@
@@
migrate_vma_insert_page(...)
{
	<...
+	__free_page(alloc_page(GFP_KERNEL));
	if (!vma_is_anonymous(vma))
		goto abort;
	...>
}
