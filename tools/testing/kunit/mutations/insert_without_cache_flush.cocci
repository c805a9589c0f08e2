// SPDX-License-Identifier: GPL-2.0
// what: clear the zero page without flush_cache_page()
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
@@
migrate_vma_insert_page(...)
{
	<...
-	flush_cache_page(...);
	...>
}
