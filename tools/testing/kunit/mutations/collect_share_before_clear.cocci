// SPDX-License-Identifier: GPL-2.0
// what: give up exclusiveness while the PTE is in place
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
expression v, a, p;
symbol pte;
@@
migrate_vma_collect_pmd(...)
{
	<...
-	pte = ptep_clear_flush(v, a, p);
-	if (
+	if (
(
	folio_try_share_anon_rmap_pte(...)
|
	page_try_share_anon_rmap(...)
)
	) {
		...
	}
+	pte = ptep_clear_flush(v, a, p);
	...>
}
