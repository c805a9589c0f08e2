// SPDX-License-Identifier: GPL-2.0
// what: take a hugetlb mapping
// since: 6.1
// visible: x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_arguments.refused_vma.hugetlb_mapping

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
