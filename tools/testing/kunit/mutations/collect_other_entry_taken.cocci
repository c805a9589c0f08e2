// SPDX-License-Identifier: GPL-2.0
// what: take an entry that is no page for one
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
symbol pte;
@@
migrate_vma_collect_pmd(...)
{
	<...
-	!pte_present(pte)
+	0
	...>
}
