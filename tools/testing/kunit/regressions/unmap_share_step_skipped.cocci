// SPDX-License-Identifier: GPL-2.0
// what: try_to_migrate_one() unmaps an exclusive page without asking whether it is pinned
// symptom: a page that a device has pinned is replaced
// reverts: 6c287605fd56
// since: 6.1
// visible: um, x86_64
// file: mm/rmap.c

@@
expression F;
identifier anon_exclusive;
@@
try_to_migrate_one(...)
{
<...
(
- anon_exclusive && folio_try_share_anon_rmap_pte(F, ...)
+ anon_exclusive && 0
|
- anon_exclusive && page_try_share_anon_rmap(F)
+ anon_exclusive && 0
)
...>
}
