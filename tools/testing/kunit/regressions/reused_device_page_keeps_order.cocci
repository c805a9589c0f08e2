// SPDX-License-Identifier: GPL-2.0
// what: zone_device_page_init() leaves what a large folio wrote to its tail pages
// symptom: an order-0 page is taken for a tail page
// reverts: 12b2285bf3d1
// since: 7.3
// visible: um, x86_64
// config: devmem
// file: mm/memremap.c

@@
expression E;
@@
zone_device_page_init(...)
{
...
- for (...; E; ...) { ... }
...
}
