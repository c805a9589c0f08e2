// SPDX-License-Identifier: GPL-2.0
// what: write to no src array
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_arguments.refused.without_a_src_array

@@
symbol args;
symbol nr_pages;
@@
migrate_vma_setup(...)
{
	<...
-	!args->src
+	0
	...>
}
