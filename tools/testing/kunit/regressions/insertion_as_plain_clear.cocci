// SPDX-License-Identifier: GPL-2.0
// what: pages tells notifiers that memory is cleared, not migrated
// symptom: the driver invalidates its own new mapping
// reverts: c1a06df6ebf6
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
@@
__migrate_device_pages(...)
{
<...
- MMU_NOTIFY_MIGRATE
+ MMU_NOTIFY_CLEAR
...>
}
