// SPDX-License-Identifier: GPL-2.0
// what: collect takes an exclusive page without asking whether it is pinned
// symptom: a device writes to a page that the process no longer maps
// reverts: 6c287605fd56
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
expression folio, page;
@@
migrate_vma_collect_pmd(...)
{
<...
- folio_try_share_anon_rmap_pte(folio, page)
+ 0
...>
}

@@
expression page;
@@
migrate_vma_collect_pmd(...)
{
<...
- page_try_share_anon_rmap(page)
+ 0
...>
}
