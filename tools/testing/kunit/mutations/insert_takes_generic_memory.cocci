// SPDX-License-Identifier: GPL-2.0
// what: fill a hole with device memory of any kind
// since: 6.12
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_life.foreign_destination.hole
// seen: um:7.3 migrate_device_life.foreign_destination.zero_page

@@
symbol folio;
@@
migrate_vma_insert_page(...)
{
	<...
-	folio_is_zone_device(folio) &&
-		    !folio_is_device_coherent(folio)
+	false
	...>
}
