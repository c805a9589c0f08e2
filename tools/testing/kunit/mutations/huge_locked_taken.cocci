// SPDX-License-Identifier: GPL-2.0
// what: take a huge page that another has locked
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_huge_collect.passed_over_pmd.locked_huge_page

@@
symbol folio, fault_folio;
@@
migrate_vma_collect_huge_pmd(...)
{
<...
- if (folio != fault_folio && unlikely(!folio_trylock(folio))) {
+ if (folio != fault_folio && !folio_trylock(folio) && !folio_test_locked(folio)) {
...
}
...>
}
