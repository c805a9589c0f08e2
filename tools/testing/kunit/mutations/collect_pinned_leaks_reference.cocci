// SPDX-License-Identifier: GPL-2.0
// what: keep a reference on a pinned page
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
symbol folio;
@@
migrate_vma_collect_pmd(...)
{
	<...
	if (\( folio_try_share_anon_rmap_pte(...) \| page_try_share_anon_rmap(...) \)) {
		...
-		folio_put(folio);
		...
	}
	...>
}
