// SPDX-License-Identifier: GPL-2.0
// what: accept a range behind the VMA; the check of its end alone would do
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

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
