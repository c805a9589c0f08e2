// SPDX-License-Identifier: GPL-2.0
// what: the source of a page-cache migration forgets its mapping, as freeing asks
// fixes: Documentation/mdkunit/finds/freed-with-mapping.rst
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
identifier newfolio, folio;
@@
- folio_migrate_flags(newfolio, folio);
+ {
+	folio_migrate_flags(newfolio, folio);
+	if (!folio_test_anon(folio))
+		folio->mapping = NULL;
+ }

// 6.1 leaves mapping and flags to migrate_folio().
@six_one@
@@
migrate_folio(...)

@depends on six_one@
identifier r, src_pfns, i;
symbol page;
@@
if (r != MIGRATEPAGE_SUCCESS)
	src_pfns[i] &= ~MIGRATE_PFN_MIGRATE;
+ else if (!PageAnon(page))
+	page->mapping = NULL;
