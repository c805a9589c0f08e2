// SPDX-License-Identifier: GPL-2.0
// what: accept a start below the VMA
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_arguments.refused.start_below_the_vma

@@
symbol args;
symbol nr_pages;
@@
migrate_vma_setup(...)
{
	<...
-	args->start < args->vma->vm_start
+	0
	...>
}
