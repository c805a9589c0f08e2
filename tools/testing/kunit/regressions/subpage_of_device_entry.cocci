// SPDX-License-Identifier: GPL-2.0
// what: try_to_migrate_one() computes the page from a device-private entry as if it were present
// symptom: a wild pointer
// reverts: 1118234e4bc2
// since: 6.1
// visible: um, x86_64
// config: devmem
// file: mm/rmap.c

@@
identifier subpage, folio, pfn;
expression E, P;
@@
try_to_migrate_one(...)
{
<...
(
- if (folio_is_zone_device(folio)) {
-	...
- } else {
	subpage = folio_page(folio, E);
- }
|
- if (likely(pte_present(P))) {
	pfn = pte_pfn(P);
- } else { ... }
)
...>
}
