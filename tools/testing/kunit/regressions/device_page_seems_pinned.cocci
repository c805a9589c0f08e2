// SPDX-License-Identifier: GPL-2.0
// what: a device page with many references counts as pinned
// symptom: a page with 1024 mappings cannot leave the device
// reverts: 088b8aa537c2
// since: 6.1
// visible: um, x86_64
// config: devmem
// file: include/linux/rmap.h

@@
symbol folio;
@@
__folio_try_share_anon_rmap(...)
{
...
- if (unlikely(folio_is_device_private(folio))) { ... }
...
}

@@
symbol page;
@@
page_try_share_anon_rmap(...)
{
...
- if (unlikely(is_device_private_page(page))) { ... }
...
}
