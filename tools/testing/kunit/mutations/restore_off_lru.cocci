// SPDX-License-Identifier: GPL-2.0
// what: unmap does not put a page back on the LRU that it could not take
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
expression folio, page;
@@
migrate_device_unmap(...)
{
<...
(
- folio_putback_lru(folio);
+ folio_put(folio);
|
- putback_lru_page(page);
+ put_page(page);
)
...>
}
