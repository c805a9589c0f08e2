// SPDX-License-Identifier: GPL-2.0
// what: refuse a page that is in another CPU's LRU batch
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_order.page_in_the_batch_of_another_cpu

@@
@@
- lru_add_drain_all();
