// SPDX-License-Identifier: GPL-2.0
// what: finalize keeps the lock of a destination that it mapped
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
symbol dst, src;
@@
if (dst != src) {
...
- folio_unlock(dst);
folio_put(dst);
}
