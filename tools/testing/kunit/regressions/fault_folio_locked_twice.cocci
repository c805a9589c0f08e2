// SPDX-License-Identifier: GPL-2.0
// what: collect tries to lock the fault folio, which the caller has locked
// symptom: the page that faulted never migrates, and the fault repeats for ever
// reverts: 1afaeb8293c9
// since: 7.3
// visible: um, x86_64
// config: devmem
// file: mm/migrate_device.c

@@
identifier fault_folio, folio;
@@
migrate_vma_collect_pmd(...)
{
<...
- fault_folio == folio || folio_trylock(folio)
+ folio_trylock(folio)
...>
}
