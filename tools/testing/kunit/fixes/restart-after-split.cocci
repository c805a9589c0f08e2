// SPDX-License-Identifier: GPL-2.0
// what: go on behind what is collected already when the page table is gone
// fixes: Documentation/mdkunit/finds/restart-after-split.rst
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c

@@
identifier pmdp, start, end, walk;
expression folio;
@@
migrate_vma_collect_pmd(...)
{
<...
	migrate_vma_collect_huge_pmd(pmdp,
-	start,
+	addr,
	end, walk, folio)
...>
}
