// SPDX-License-Identifier: GPL-2.0
// what: look at a page that is not there
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_collect_kernel.passed_over_page.locked_page_is_left_alone

@@
identifier page;
@@
\( __migrate_device_finalize \| migrate_device_finalize \)(...)
{
	<...
	if (!page) {
		...
-		continue;
	}
	...>
}
