// SPDX-License-Identifier: GPL-2.0
// what: take a free page
// since: 6.19
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_pfn_range.small_range.page_behind_a_free_page

@@
identifier folio;
@@
\( migrate_device_pfn_lock \| migrate_device_range \)(...)
{
	<...
-	if (!folio)
-		return 0;
+	if (!folio) {
+		folio = pfn_folio(pfn);
+		folio_get(folio);
+	}
	...>
}
