// SPDX-License-Identifier: GPL-2.0
// what: forget to count a page that is taken
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_arguments.unaligned_range_fits.end_within_a_page

@@
symbol migrate, pte, folio;
@@
migrate_vma_collect_pmd(...)
{
	<...
-	migrate->cpages++;
	if (pte_present(pte) && pte_dirty(pte))
		folio_mark_dirty(folio);
	...>
}
