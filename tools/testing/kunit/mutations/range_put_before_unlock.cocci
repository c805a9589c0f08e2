// SPDX-License-Identifier: GPL-2.0
// what: drop the reference on a folio that does not fit before it is unlocked
// since: 7.3
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_pfn_range.large_range.end_within_a_large_folio
// seen: um:7.3 migrate_device_pfn_range.large_range.nothing_but_a_part_of_a_large_folio

@@
symbol folio;
@@
migrate_device_range(...)
{
	<...
-	folio_unlock(folio);
	folio_put(folio);
+	folio_unlock(folio);
	...>
}
