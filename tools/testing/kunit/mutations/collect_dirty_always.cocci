// SPDX-License-Identifier: GPL-2.0
// what: make every folio that is taken dirty
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
symbol pte;
@@
migrate_vma_collect_pmd(...)
{
	<...
-	pte_dirty(pte)
+	1
	...>
}
