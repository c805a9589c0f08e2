// SPDX-License-Identifier: GPL-2.0
// what: mark the destination uptodate before anything can fail
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
@@
migrate_vma_insert_page(...)
{
	<...
+	folio_mark_uptodate(page_folio(page));
	if (!vma_is_anonymous(vma))
		goto abort;
	...>
}
