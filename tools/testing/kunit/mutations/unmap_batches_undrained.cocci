// SPDX-License-Identifier: GPL-2.0
// what: take no page out of an LRU batch
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
@@
- lru_add_drain();

@@
@@
- lru_add_drain_all();
