// SPDX-License-Identifier: GPL-2.0
// what: drop the soft-dirty bit of a PTE that is unmapped
// since: 6.1
// visible: x86_64
// file: mm/rmap.c

@@
expression pteval, swp_pte;
@@
try_to_migrate_one(...)
{
	<...
-	if (pte_soft_dirty(pteval))
-		swp_pte = pte_swp_mksoft_dirty(swp_pte);
	...>
}
