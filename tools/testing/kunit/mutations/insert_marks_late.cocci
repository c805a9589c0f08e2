// SPDX-License-Identifier: GPL-2.0
// what: mark the page uptodate behind its PTE
// since: 6.12
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_insert.free_address.load_put_the_zero_page_into_the_hole
// seen: um:7.3 migrate_device_insert.free_address.load_put_the_zero_page_where_no_table_was
// seen: um:7.3 migrate_device_insert.free_address.page_came_and_was_dropped
// seen: um:7.3 migrate_device_insert.free_address.zero_page_was_dropped
// seen: um:7.3 migrate_device_insert.mapped_address.zero_page_from_after_collect
// seen: um:7.3 migrate_device_insert.mapped_address.zero_page_from_before_collect

@@
symbol folio, page, mm, addr, ptep, entry;
@@
migrate_vma_insert_page(...)
{
	<...
(
-	__folio_mark_uptodate(folio);
|
-	__SetPageUptodate(page);
)
	...
	set_pte_at(mm, addr, ptep, entry);
+	folio_mark_uptodate(page_folio(page));
	...>
}
