// SPDX-License-Identifier: GPL-2.0
// what: read a lazyfree page's dirty flag before references are counted
// since: 6.1
// visible: um, x86_64
// file: mm/rmap.c
// seen: um:7.3, x86_64:7.3 rmap_batch.lazyfree_page_written_by_a_driver

@@
identifier fn =~ "^(ttu_anon_lazyfree_folio|try_to_unmap_one)$";
identifier ref_count;
expression folio;
@@
fn(...)
{
<...
+ bool was_dirty = folio_test_dirty(folio);
  ref_count = folio_ref_count(folio);
  ...
- folio_test_dirty(folio)
+ was_dirty
...>
}
