// SPDX-License-Identifier: GPL-2.0
// what: pages refuses a page that is in the swap cache
// symptom: pages that were once swapped never reach the device
// reverts: a change in 6.6
// since: 6.12
// visible: um, x86_64
// config: devmem
// file: mm/migrate_device.c

@@
identifier folio;
@@
__migrate_device_pages(...)
{
<...
- !folio_test_anon(folio) || !folio_free_swap(folio)
+ folio
...>
}
