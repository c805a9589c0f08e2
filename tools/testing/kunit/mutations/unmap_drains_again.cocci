// SPDX-License-Identifier: GPL-2.0
// what: drain the LRU batches of all CPUs for each page
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_order.page_in_the_batch_of_another_cpu

@@
symbol allow_drain;
@@
- allow_drain = false;
