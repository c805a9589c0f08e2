// SPDX-License-Identifier: GPL-2.0
// what: take no page out of an LRU batch
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_collect.taken_page.page_in_an_lru_batch_is_taken
// seen: um:7.3 migrate_device_round_trip.aborted_page.mlocked_page_stays_mlocked
// seen: um:7.3 migrate_device_round_trip.moved_page.mlocked_page_stays_mlocked

@@
@@
- lru_add_drain();

@@
@@
- lru_add_drain_all();
