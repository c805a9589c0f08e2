// SPDX-License-Identifier: GPL-2.0
// what: collect flushes the cache of exclusive pages only
// symptom: stale data on machines with virtually indexed caches
// reverts: a3589e1d5fe3
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
identifier anon_exclusive, pte;
expression E, vma, addr, ptep;
statement S;
@@
- if (pte_present(pte))
-	flush_cache_page(vma, addr, pte_pfn(pte));
  anon_exclusive = E;
  if (anon_exclusive) {
+	flush_cache_page(vma, addr, pte_pfn(pte));
	pte = ptep_clear_flush(...);
	...
  } else S
