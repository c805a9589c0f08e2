// SPDX-License-Identifier: GPL-2.0
// what: zero src before the arguments were looked at
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

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
