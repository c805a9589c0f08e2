// SPDX-License-Identifier: GPL-2.0
// what: leave a huge page as soft-dirty as its migration entry was
// fixes: Documentation/mdkunit/finds/huge-spurious-soft-dirty.rst
// since: 6.19
// visible: x86_64
// file: mm/huge_memory.c

@@
expression e1, e2;
symbol pmde, pvmw;
@@
remove_migration_pmd(...)
{
...
  if (e1 && e2)
	pmde = pmd_mkdirty(pmde);
+ if (!pmd_swp_soft_dirty(*pvmw->pmd))
+	pmde = pmd_clear_soft_dirty(pmde);
...
}
