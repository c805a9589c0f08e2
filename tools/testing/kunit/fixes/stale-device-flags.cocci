// SPDX-License-Identifier: GPL-2.0
// what: a device page that is used again has no flags of its last use
// fixes: Documentation/mdkunit/finds/stale-device-flags.rst
// since: 6.19
// visible: um, x86_64
// file: mm/memremap.c

@@
identifier page;
@@
zone_device_page_init(...)
{
	<...
-	page->flags.f &= ~0xffUL;
+	page->flags.f &= ~(0xffUL | 1UL << PG_active | 1UL << PG_workingset);
	...>
}
