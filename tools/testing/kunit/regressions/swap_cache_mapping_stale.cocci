// SPDX-License-Identifier: GPL-2.0
// what: pages moves a page with the mapping that it had before it left the swap cache
// symptom: the page is looked up in the swap cache, where it no longer is
// reverts: a change after 6.6
// since: 6.12
// visible: um, x86_64
// config: devmem
// file: mm/migrate_device.c

@@
identifier folio, mapping, r;
@@
__migrate_device_pages(...)
{
<...
(
- mapping = folio_mapping(folio);
  r = folio_migrate_mapping(...);
|
  if (!folio_test_anon(folio) || !folio_free_swap(folio)) { ... }
- mapping = folio_mapping(folio);
)
...>
}
