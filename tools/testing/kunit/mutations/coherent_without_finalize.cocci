// SPDX-License-Identifier: GPL-2.0
// what: leave the migration unfinished
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_evict.coherent_folio.shared_page_without_memory_to_go_to
// seen: um:7.3 migrate_device_evict.coherent_folio.writable_page_without_memory_to_go_to
// seen: um:7.3 migrate_device_evict.range_with_a_free_page

@@
@@
\( migrate_device_coherent_folio \| migrate_device_coherent_page \)(...)
{
	<...
-	migrate_device_finalize(...);
	...>
}
