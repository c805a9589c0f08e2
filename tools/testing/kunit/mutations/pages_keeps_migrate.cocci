// SPDX-License-Identifier: GPL-2.0
// what: leave MIGRATE set where dst is 0
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
identifier src_pfns, i, newpage;
@@
__migrate_device_pages(...)
{
	<...
	if (!newpage) {
-		src_pfns[i] &= ~MIGRATE_PFN_MIGRATE;
		...
	}
	...>
}
