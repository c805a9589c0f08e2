// SPDX-License-Identifier: GPL-2.0
// what: accept a range behind the VMA; the check of its end alone would do
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_arguments.refused.start_behind_the_vma

@@
symbol args;
@@
migrate_vma_setup(...)
{
	<...
(
-	args->start >= args->vma->vm_end
+	0
|
-	args->end > args->vma->vm_end
+	0
)
	...>
}
