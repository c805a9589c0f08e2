// SPDX-License-Identifier: GPL-2.0
// what: a page that is mapped again is soft-dirty because it is dirty
// symptom: a checkpoint copies pages that did not change
// reverts: a fix in 6.9
// since: 6.12
// visible: x86_64
// file: mm/migrate.c

@@
expression old_pte;
identifier pte;
@@
remove_migration_pte(...)
{
<...
  if (pte_swp_soft_dirty(old_pte))
	pte = pte_mksoft_dirty(pte);
- else
-	pte = pte_clear_soft_dirty(pte);
...>
}
