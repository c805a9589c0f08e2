// SPDX-License-Identifier: GPL-2.0
// what: ask the PTE for dirty before it is cleared
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
symbol pte, folio;
expression e;
@@
migrate_vma_collect_pmd(...)
{
	<...
-	flush_cache_page(...);
+	if (pte_dirty(pte))
+		folio_mark_dirty(folio);
	...>
}

@@
symbol pte, folio;
@@
migrate_vma_collect_pmd(...)
{
	<...
-	if (pte_present(pte) && pte_dirty(pte))
-		folio_mark_dirty(folio);
	...>
}
