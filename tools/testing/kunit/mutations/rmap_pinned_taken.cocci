// SPDX-License-Identifier: GPL-2.0
// what: unmap an exclusive page that is pinned
// since: 6.1
// visible: um, x86_64
// file: mm/rmap.c
// seen: um:7.3, x86_64:7.3 rmap_migrate.pinned_page.exclusive_page
// seen: um:7.3, x86_64:7.3 rmap_migrate.pinned_page.mlocked_page
// seen: x86_64:7.3 rmap_migrate.pinned_page.soft_dirty_page
// seen: x86_64:7.3 rmap_migrate.pinned_page.uffd_wp_page
// seen: um:7.3, x86_64:7.3 rmap_migrate.pinned_page.writable_dirty_young_page
// seen: um:7.3, x86_64:7.3 rmap_migrate.pinned_page_in_a_batch.exclusive_page
// seen: um:7.3, x86_64:7.3 rmap_migrate.pinned_page_in_a_batch.mlocked_page
// seen: x86_64:7.3 rmap_migrate.pinned_page_in_a_batch.soft_dirty_page
// seen: x86_64:7.3 rmap_migrate.pinned_page_in_a_batch.uffd_wp_page
// seen: um:7.3, x86_64:7.3 rmap_migrate.pinned_page_in_a_batch.writable_dirty_young_page
// seen: um:7.3, x86_64:7.3 rmap_unmap.pinned_page.exclusive_page
// seen: x86_64:7.3 rmap_unmap.pinned_page.soft_dirty_page
// seen: x86_64:7.3 rmap_unmap.pinned_page.uffd_wp_page
// seen: um:7.3, x86_64:7.3 rmap_unmap.pinned_page.writable_dirty_young_page
// seen: um:7.3, x86_64:7.3 rmap_unmap.pinned_page_in_a_batch.exclusive_page
// seen: x86_64:7.3 rmap_unmap.pinned_page_in_a_batch.soft_dirty_page
// seen: x86_64:7.3 rmap_unmap.pinned_page_in_a_batch.uffd_wp_page
// seen: um:7.3, x86_64:7.3 rmap_unmap.pinned_page_in_a_batch.writable_dirty_young_page

@@
expression exclusive;
@@
- exclusive && folio_try_share_anon_rmap_pte(
+ exclusive && 0 * folio_try_share_anon_rmap_pte(
  ...)

@@
expression exclusive;
@@
- exclusive && page_try_share_anon_rmap(
+ exclusive && 0 * page_try_share_anon_rmap(
  ...)
