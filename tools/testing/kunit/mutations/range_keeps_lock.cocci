// SPDX-License-Identifier: GPL-2.0
// what: keep lock and reference of a folio that reaches beyond the array
// since: 6.19
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_pfn_range.large_range.end_within_a_large_folio
// seen: um:7.3 migrate_device_pfn_range.large_range.nothing_but_a_part_of_a_large_folio

@@
identifier src_pfns, i, folio;
@@
-	if (src_pfns[i] & MIGRATE_PFN_MIGRATE) {
-		folio_unlock(folio);
-		folio_put(folio);
-	}
	memset(...);
