// SPDX-License-Identifier: GPL-2.0
// what: leave a pinned page without its PTE
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_collect.no_page.hole_is_offered

@@
expression mm, addr, ptep;
symbol folio, pte;
@@
migrate_vma_collect_pmd(...)
{
	<...
	if (\( folio_try_share_anon_rmap_pte(...) \| page_try_share_anon_rmap(...) \)) {
-		set_pte_at(mm, addr, ptep, pte);
		...
	}
	...>
}
