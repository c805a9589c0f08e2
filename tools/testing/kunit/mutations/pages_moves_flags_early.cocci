// SPDX-License-Identifier: GPL-2.0
// what: move the flags of a page that may stay
// since: 6.12
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_states_kernel.moved.dirty_page_in_the_swap_cache

@@
expression e, newfolio, folio, h;
identifier r;
@@
__migrate_device_pages(...)
{
	<...
+	folio_migrate_flags(newfolio, folio);
	r = folio_migrate_mapping(e, newfolio, folio, h);
	...>
}
