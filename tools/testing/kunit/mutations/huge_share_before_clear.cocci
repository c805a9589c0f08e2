// SPDX-License-Identifier: GPL-2.0
// what: give up exclusiveness while the huge PMD is in place
// since: 6.19
// visible: x86_64
// file: mm/huge_memory.c
// seen: x86_64:7.3 mm_huge_explore.gup_fast.pinned_for_reading_before_the_clear
// seen: x86_64:7.3 mm_huge_explore.gup_fast.seen_before_and_grabbed_behind_it
// seen: x86_64:7.3 mm_huge_explore.late_pin.read_pin_of_a_read_only_page
// seen: x86_64:7.3 mm_huge_explore.migrate_pmd.read_pin_of_a_read_only_page
// seen: x86_64:7.3 mm_huge_explore.migrate_pmd.write_pin_of_a_writable_page

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
