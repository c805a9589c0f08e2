// SPDX-License-Identifier: GPL-2.0
// what: accept a start behind the VMA
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
-	args->start >= args->vma->vm_end
+	0
	...>
}
