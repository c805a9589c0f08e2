// SPDX-License-Identifier: GPL-2.0
// what: give up exclusiveness while the huge PMD is in place
// since: 6.19
// visible: x86_64
// file: mm/huge_memory.c

@@
symbol present, pvmw, anon_exclusive, folio, page;
@@
set_pmd_migration_entry(...)
{
...
  present = pmd_present(*pvmw->pmd);
+ anon_exclusive = folio_test_anon(folio) && PageAnonExclusive(page);
+ if (anon_exclusive && folio_try_share_anon_rmap_pmd(folio, page))
+	return -EBUSY;
...
- anon_exclusive = folio_test_anon(folio) && PageAnonExclusive(page);
- if (anon_exclusive && folio_try_share_anon_rmap_pmd(folio, page)) {
-	...
- }
...
}
