// SPDX-License-Identifier: GPL-2.0
// what: clear the zero page without a TLB flush
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

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
