// SPDX-License-Identifier: GPL-2.0
// what: a page that is mapped again is soft-dirty exactly if its entry was
// fixes: Documentation/mdkunit/finds/spurious-soft-dirty.rst
// since: 6.1
// until: 6.9
// visible: x86_64
// file: mm/migrate.c

@@
symbol pvmw, pte, entry, folio;
@@
	if (folio_test_dirty(folio) && is_migration_entry_dirty(entry))
		pte = pte_mkdirty(pte);
+	if (!pte_swp_soft_dirty(*pvmw.pte))
+		pte = pte_clear_soft_dirty(pte);
