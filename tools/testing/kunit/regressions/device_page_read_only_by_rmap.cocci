// SPDX-License-Identifier: GPL-2.0
// what: a page that rmap unmaps from the device comes back read-only
// symptom: a second fault for each page
// reverts: 3d88705c1067
// since: 6.1
// visible: um, x86_64
// config: devmem
// file: mm/rmap.c

@@
identifier writable;
expression E;
@@
try_to_migrate_one(...)
{
<...
(
- writable = softleaf_is_device_private_write(E);
+ writable = false;
|
- is_writable_device_private_entry(E)
+ 0
)
...>
}
