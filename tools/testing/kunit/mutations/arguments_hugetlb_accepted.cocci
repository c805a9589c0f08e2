// SPDX-License-Identifier: GPL-2.0
// what: take a hugetlb mapping
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
symbol args;
symbol nr_pages;
@@
migrate_vma_setup(...)
{
	<...
-	is_vm_hugetlb_page(args->vma)
+	0
	...>
}
