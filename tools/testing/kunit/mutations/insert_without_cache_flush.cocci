// SPDX-License-Identifier: GPL-2.0
// what: clear the zero page without flush_cache_page()
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_insert.mapped_address.zero_page_from_after_collect
// seen: um:7.3 migrate_device_insert.mapped_address.zero_page_from_before_collect

@@
@@
migrate_vma_insert_page(...)
{
	<...
-	flush_cache_page(...);
	...>
}
