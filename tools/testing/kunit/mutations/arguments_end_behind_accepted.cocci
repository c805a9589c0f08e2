// SPDX-License-Identifier: GPL-2.0
// what: accept an end behind the VMA
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_arguments.refused.end_behind_the_vma

@@
symbol args;
symbol nr_pages;
@@
migrate_vma_setup(...)
{
	<...
-	args->end > args->vma->vm_end
+	0
	...>
}
