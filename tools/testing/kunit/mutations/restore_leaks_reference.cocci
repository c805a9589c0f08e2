// SPDX-License-Identifier: GPL-2.0
// what: unmap keeps the reference to a page that it maps again
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_random.few_scenarios

@@
expression folio;
identifier restore;
@@
migrate_device_unmap(...)
{
<...
- folio_put(folio);
restore--;
...>
}
