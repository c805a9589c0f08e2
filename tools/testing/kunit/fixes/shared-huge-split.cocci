// SPDX-License-Identifier: GPL-2.0
// what: split the huge entry of a page that is split in all address spaces
// fixes: Documentation/mdkunit/finds/shared-huge-split.rst
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c

@@
typedef bool;
declarer name DEFINE_FOLIO_VMA_WALK;
identifier migrate, folio, addr, idx;
@@
+static bool split_entry(struct folio *folio, struct vm_area_struct *vma,
+			unsigned long address, void *unused)
+{
+	DEFINE_FOLIO_VMA_WALK(pvmw, folio, vma, address, PVMW_MIGRATION);
+
+	while (page_vma_mapped_walk(&pvmw))
+		if (!pvmw.pte)
+			split_huge_pmd_locked(vma, pvmw.address, pvmw.pmd,
+					      false);
+	return true;
+}
+
 static int migrate_vma_split_unmapped_folio(struct migrate_vma *migrate,
	unsigned long idx, unsigned long addr, struct folio *folio)
{
+	struct rmap_walk_control rwc = { .rmap_one = split_entry };
	...
-	folio_get(folio);
-	split_huge_pmd_address(migrate->vma, addr, true);
+	rmap_walk(folio, &rwc);
	...
}
