// SPDX-License-Identifier: GPL-2.0
// what: leave the flags of a page behind
// since: 6.12
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_bits.moved.exclusive_page
// seen: um:7.3 migrate_device_bits.moved.page_that_a_fork_shares
// seen: um:7.3 migrate_device_bits.moved.page_that_is_not_exclusive
// seen: um:7.3 migrate_device_bits.moved.private_copy
// seen: um:7.3 migrate_device_evict.coherent_folio.exclusive_read_only_page
// seen: um:7.3 migrate_device_evict.coherent_folio.page_that_a_fork_shares
// seen: um:7.3 migrate_device_evict.coherent_folio.writable_page
// seen: um:7.3 migrate_device_evict.evicted_page.coherent_page_that_a_fork_shares
// seen: um:7.3 migrate_device_evict.evicted_page.coherent_page_to_private_memory
// seen: um:7.3 migrate_device_evict.evicted_page.private_page_that_a_fork_shares
// seen: um:7.3 migrate_device_evict.evicted_page.private_page_that_is_not_exclusive
// seen: um:7.3 migrate_device_evict.evicted_page.private_page_to_coherent_memory

@@
expression newfolio, folio;
symbol src_pfns, i, j, r;
@@
__migrate_device_pages(...)
{
	<...
-	folio_migrate_flags(newfolio, folio);
+	folio_clear_swapcache(folio);
	...>
}
