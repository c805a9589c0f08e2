// SPDX-License-Identifier: GPL-2.0
// what: GUP-fast does not read the PTE again after it took its pin
// since: 6.12
// unseen: on one processor nothing changes a PTE between two looks; rmap_explore has a GUP-fast model without the second
// file: mm/gup.c

@@
expression pte, ptep, x;
@@
gup_fast_pte_range(...)
{
	<...
-	x || unlikely(pte_val(pte) != pte_val(ptep_get_lockless(ptep)))
+	x
	...>
}
