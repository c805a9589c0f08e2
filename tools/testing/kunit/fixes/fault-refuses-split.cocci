// SPDX-License-Identifier: GPL-2.0
// what: split the folio of a fault with one reference, as a split asks for
// fixes: Documentation/mdkunit/finds/fault-refuses-split.rst
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c

@@
symbol migrate, folio, fault_folio, ret;
@@
migrate_vma_collect_huge_pmd(...)
{
<...
-	ret = split_folio(folio);
-	if (fault_folio != folio)
-		folio_unlock(folio);
-	folio_put(folio);
+	if (fault_folio == folio) {
+		folio_put(folio);
+		ret = migrate_vma_split_folio(folio, migrate->fault_page);
+	} else {
+		ret = split_folio(folio);
+		folio_unlock(folio);
+		folio_put(folio);
+	}
...>
}

@@
symbol migrate, folio, ret;
@@
migrate_vma_split_unmapped_folio(...)
{
<...
-	ret = folio_split_unmapped(folio, 0);
+	if (migrate->fault_page && page_folio(migrate->fault_page) == folio) {
+		folio_put(folio);
+		ret = folio_split_unmapped(folio, 0);
+		get_page(migrate->fault_page);
+	} else {
+		ret = folio_split_unmapped(folio, 0);
+	}
...>
}
