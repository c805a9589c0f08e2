// SPDX-License-Identifier: GPL-2.0
// what: lose the uffd-wp bit of a mapping that is taken
// since: 6.1
// visible: x86_64
// file: mm/rmap.c
// seen: x86_64:7.3 migrate_entry_restore.page_that_moved.uffd_wp_page
// seen: x86_64:7.3 migrate_entry_restore.page_that_stayed.uffd_wp_page
// seen: x86_64:7.3 rmap_migrate.anon_page.uffd_wp_page_keeps_uffd_wp
// seen: x86_64:7.3 rmap_migrate.anon_page_in_a_batch.uffd_wp_page_keeps_uffd_wp
// seen: x86_64:7.3 rmap_unmap.swapped_page.uffd_wp_page_keeps_uffd_wp
// seen: x86_64:7.3 rmap_unmap.swapped_page_in_a_batch.uffd_wp_page_keeps_uffd_wp

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
