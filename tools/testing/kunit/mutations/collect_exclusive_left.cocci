// SPDX-License-Identifier: GPL-2.0
// what: collect takes every exclusive page for pinned
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
expression folio, page;
@@
migrate_vma_collect_pmd(...)
{
<...
(
- folio_try_share_anon_rmap_pte(folio, page)
+ true
|
- page_try_share_anon_rmap(page)
+ true
)
...>
}
