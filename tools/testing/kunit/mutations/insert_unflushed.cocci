// SPDX-License-Identifier: GPL-2.0
// what: clear the zero page without a TLB flush
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_insert.mapped_address.zero_page_from_after_collect
// seen: um:7.3 migrate_device_insert.mapped_address.zero_page_from_before_collect
// seen: um:7.3 migrate_device_private.filled_address.zero_page_with_coherent_memory
// seen: um:7.3 migrate_device_private.filled_address.zero_page_with_device_memory
// seen: um:7.3 migrate_device_private.filled_read_only_address.zero_page_with_coherent_memory
// seen: um:7.3 migrate_device_private.filled_read_only_address.zero_page_with_device_memory

@@
expression vma, addr, ptep;
@@
migrate_vma_insert_page(...)
{
	<...
(
-	ptep_clear_flush(vma, addr, ptep);
+	ptep_get_and_clear(mm, addr, ptep);
|
-	ptep_clear_flush_notify(vma, addr, ptep);
+	ptep_get_and_clear(mm, addr, ptep);
)
	...>
}
