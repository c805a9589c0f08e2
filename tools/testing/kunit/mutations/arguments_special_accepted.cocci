// SPDX-License-Identifier: GPL-2.0
// what: take a mapping of I/O memory
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_arguments.refused_vma.io_mapping
// seen: um:7.3 migrate_device_arguments.refused_vma.mapping_that_may_not_expand
// seen: um:7.3 migrate_device_arguments.refused_vma.mixed_mapping
// seen: um:7.3 migrate_device_arguments.refused_vma.pfn_mapping

@@
symbol args;
symbol nr_pages;
@@
migrate_vma_setup(...)
{
	<...
-	args->vma->vm_flags & VM_SPECIAL
+	0
	...>
}
