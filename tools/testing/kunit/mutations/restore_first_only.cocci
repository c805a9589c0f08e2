// SPDX-License-Identifier: GPL-2.0
// what: unmap maps only the first page again that it could not take
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
identifier restore;
@@
migrate_device_unmap(...)
{
<...
- restore--;
+ restore = 0;
...>
}
