// SPDX-License-Identifier: GPL-2.0
// what: zero src before the arguments were looked at
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_arguments.refused.end_before_start
// seen: um:7.3 migrate_device_arguments.refused.range_below_the_vma

@@
symbol args;
@@
migrate_vma_setup(...)
{
	...
+	if (args->src)
+		args->src[0] = 0;
	args->start &= PAGE_MASK;
	...
}
