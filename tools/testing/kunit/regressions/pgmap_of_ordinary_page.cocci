// SPDX-License-Identifier: GPL-2.0
// what: collect reads the pgmap of a page that has none
// symptom: a warning for every ordinary page
// reverts: a fix in 6.15
// since: 7.3
// visible: um, x86_64
// config: devmem
// file: mm/migrate_device.c

@@
expression page;
identifier pgmap, migrate;
@@
migrate_vma_collect_pmd(...)
{
<...
+ if (page)
+	pgmap = page_pgmap(page);
  if (page && !is_zone_device_page(page) &&
      !(migrate->flags & MIGRATE_VMA_SELECT_SYSTEM)) { ... }
  else if (page && is_device_coherent_page(page)) {
-	pgmap = page_pgmap(page);
	...
  }
...>
}
