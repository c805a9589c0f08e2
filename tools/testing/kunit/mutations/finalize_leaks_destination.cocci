// SPDX-License-Identifier: GPL-2.0
// what: do not put a destination that was not asked for
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_notifier.abandoned_insertion

@@
identifier page, dst;
@@
\( __migrate_device_finalize \| migrate_device_finalize \)(...)
{
	<...
	if (!page) {
		if (dst) {
		...
-		folio_put(dst);
		}
		continue;
	}
	...>
}
