// SPDX-License-Identifier: GPL-2.0
// what: pass over a PMD that is a migration entry
// fixes: Documentation/mdkunit/finds/spins-on-huge-entry.rst
// since: 6.5
// until: 6.19
// visible: x86_64
// file: mm/migrate_device.c

@@
symbol pmdp, start, end, walk;
@@
migrate_vma_collect_pmd(...)
{
<...
  if (pmd_none(*pmdp))
	return migrate_vma_collect_hole(start, end, -1, walk);
+	if (!pmd_present(*pmdp))
+		return migrate_vma_collect_skip(start, end, walk);
...>
}
