// SPDX-License-Identifier: GPL-2.0
// what: ask a present PMD only whether it is writable
// fixes: Documentation/mdkunit/finds/soft-dirty-taken-for-write.rst
// since: 6.19
// visible: x86_64
// file: mm/huge_memory.c

@@
symbol pmde, folio;
@@
remove_migration_pmd(...)
{
<...
-	VM_WARN_ON_ONCE(pmd_write(pmde) && folio_test_anon(folio) &&
+	VM_WARN_ON_ONCE(pmd_present(pmde) && pmd_write(pmde) &&
+			folio_test_anon(folio) &&
			!PageAnonExclusive(&folio->page));
...>
}
