// SPDX-License-Identifier: GPL-2.0
// what: go on counting the mapping that was removed
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
expression f, p, v;
symbol folio;
@@
migrate_vma_collect_pmd(...)
{
	<...
(
-	folio_remove_rmap_pte(f, p, v);
|
-	page_remove_rmap(p, v, false);
)
	folio_put(folio);
	...>
}
