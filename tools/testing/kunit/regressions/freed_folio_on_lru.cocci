// SPDX-License-Identifier: GPL-2.0
// what: finalize puts the source on the LRU as it frees it
// symptom: memcg warns about a folio that is on the LRU and has no cgroup
// reverts: 41cddf83d8b0
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
identifier src, dst;
@@
- if (!folio_is_zone_device(dst))
-	folio_add_lru(dst);
  remove_migration_ptes(...);
  ...
- folio_put(src);
+ if (folio_is_zone_device(src))
+	folio_put(src);
+ else
+	folio_putback_lru(src);
  if (dst != src) {
	...
-	folio_put(dst);
+	if (folio_is_zone_device(dst))
+		folio_put(dst);
+	else
+		folio_putback_lru(dst);
  }
