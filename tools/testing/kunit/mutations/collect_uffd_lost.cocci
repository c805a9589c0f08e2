// SPDX-License-Identifier: GPL-2.0
// what: lose the uffd-wp bit of a PTE that is taken
// since: 6.1
// visible: x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_collect.collected_page.uffd_wp_page_keeps_uffd_wp
// seen: x86_64:7.3 migrate_device_collect.taken_page.uffd_wp_page_keeps_uffd_wp
// seen: x86_64:7.3 migrate_device_collect_kernel.taken_page.uffd_wp_page_keeps_uffd_wp
// seen: x86_64:7.3 migrate_device_random_kernel.few_scenarios
// seen: x86_64:7.3 migrate_device_round_trip.aborted_page.uffd_wp_page
// seen: x86_64:7.3 migrate_device_round_trip.moved_page.uffd_wp_page
// seen: x86_64:7.3 migrate_device_round_trip_kernel.aborted_page.uffd_wp_page
// seen: x86_64:7.3 migrate_device_round_trip_kernel.moved_page.uffd_wp_page

@@
expression e;
@@
- pte_swp_mkuffd(e)
+ e

@@
expression e;
@@
- pte_swp_mkuffd_wp(e)
+ e
