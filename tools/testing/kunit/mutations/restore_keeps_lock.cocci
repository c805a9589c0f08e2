// SPDX-License-Identifier: GPL-2.0
// what: unmap keeps the lock of a page that it maps again
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_random.few_scenarios

@@
expression folio;
@@
migrate_device_unmap(...)
{
<...
- folio_unlock(folio);
...>
}
