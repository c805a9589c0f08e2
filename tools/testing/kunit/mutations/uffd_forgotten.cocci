// SPDX-License-Identifier: GPL-2.0
// what: drop the uffd-wp bit of a PTE that is unmapped
// since: 6.1
// visible: x86_64
// file: mm/rmap.c
// seen: x86_64:7.3 migrate_device_no_vma.pfns_in_use.uffd_wp_page
// seen: x86_64:7.3 migrate_device_no_vma.range_in_use.uffd_wp_page

@@
expression pteval, swp_pte;
@@
try_to_migrate_one(...)
{
	<...
(
-	if (pte_uffd_wp(pteval))
-		swp_pte = pte_swp_mkuffd_wp(swp_pte);
|
-	if (pte_uffd(pteval))
-		swp_pte = pte_swp_mkuffd(swp_pte);
)
	...>
}
