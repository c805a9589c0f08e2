// SPDX-License-Identifier: GPL-2.0
// what: offer every PMD of a huge hole, not only the first
// fixes: Documentation/mdkunit/finds/huge-hole-offered-once.rst
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c

@@
identifier migrate, start, end, walk;
@@
migrate_vma_collect_hole(...)
{
<...
- migrate->src[migrate->npages] = MIGRATE_PFN_MIGRATE |
-				MIGRATE_PFN_COMPOUND;
- migrate->dst[migrate->npages] = 0;
- migrate->npages++;
- migrate->cpages++;
- return migrate_vma_collect_skip(start + PAGE_SIZE, end, walk);
+ for (addr = start; addr < end; addr += HPAGE_PMD_SIZE) {
+	migrate->src[migrate->npages] = MIGRATE_PFN_MIGRATE |
+					MIGRATE_PFN_COMPOUND;
+	migrate->dst[migrate->npages] = 0;
+	migrate->npages++;
+	migrate->cpages++;
+	migrate_vma_collect_skip(addr + PAGE_SIZE,
+				 addr + HPAGE_PMD_SIZE, walk);
+ }
+ return 0;
...>
}
