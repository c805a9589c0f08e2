// SPDX-License-Identifier: GPL-2.0
// what: follow a VMA that is not there
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_arguments.refused.without_a_vma

@@
symbol args;
symbol nr_pages;
@@
migrate_vma_setup(...)
{
	<...
-	!args->vma
+	0
	...>
}
