// SPDX-License-Identifier: GPL-2.0
// what: do not put a destination that was refused
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
identifier src_pfns, i, dst;
@@
\( __migrate_device_finalize \| migrate_device_finalize \)(...)
{
	<...
	if (!(src_pfns[i] & MIGRATE_PFN_MIGRATE) || !dst) {
		if (dst) {
		...
-		folio_put(dst);
		}
		...
	}
	...>
}
