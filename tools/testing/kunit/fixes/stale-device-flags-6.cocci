// SPDX-License-Identifier: GPL-2.0
// what: a device page that is used again has no flags of its last use
// fixes: Documentation/mdkunit/finds/stale-device-flags.rst
// since: 6.1
// until: 6.19
// visible: um, x86_64
// file: mm/memremap.c

@@
identifier page;
@@
zone_device_page_init(struct page *page)
{
	...
	set_page_count(page, 1);
+	page->flags &= ~(1UL << PG_dirty | 1UL << PG_active |
+			 1UL << PG_referenced | 1UL << PG_workingset);
	...
}
