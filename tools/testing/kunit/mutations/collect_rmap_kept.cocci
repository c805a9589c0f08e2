// SPDX-License-Identifier: GPL-2.0
// what: go on counting the mapping that was removed
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_arguments.unaligned_range_fits.both_by_the_same_offset
// seen: um:7.3 migrate_device_collect.taken_file_page.shared_writable_dirty_page_moves_dirty_to_the_folio
// seen: um:7.3 migrate_device_collect.taken_page.dirty_folio_under_a_clean_pte_stays_dirty
// seen: um:7.3 migrate_device_collect.taken_page.exclusive_read_only_dirty_page_moves_dirty_to_the_folio
// seen: um:7.3 migrate_device_collect.taken_page.exclusive_read_only_page_gets_an_exclusive_entry
// seen: um:7.3 migrate_device_collect.taken_page.exclusive_writable_clean_page_stays_clean
// seen: um:7.3 migrate_device_collect.taken_page.exclusive_writable_dirty_young_page_keeps_all_bits
// seen: um:7.3 migrate_device_collect.taken_page.not_exclusive_dirty_page_moves_dirty_to_the_folio
// seen: um:7.3 migrate_device_collect.taken_page.not_exclusive_page_gets_a_readable_entry
// seen: um:7.3 migrate_device_collect.taken_page.shared_page_is_unmapped_from_both_spaces

@@
expression f, p, v;
symbol folio;
@@
migrate_vma_collect_pmd(...)
{
	<...
(
-	folio_remove_rmap_pte(f, p, v);
|
-	page_remove_rmap(p, v, false);
)
	folio_put(folio);
	...>
}
