// SPDX-License-Identifier: GPL-2.0
// what: unlock the fault page
// since: 6.15
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_private.page_there_and_back.exclusive_writable_dirty_page

@@
identifier fault_folio, src;
@@
__migrate_device_finalize(...)
{
	<...
-	if (fault_folio != src)
		folio_unlock(src);
	...>
}
