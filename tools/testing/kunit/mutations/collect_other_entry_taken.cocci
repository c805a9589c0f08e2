// SPDX-License-Identifier: GPL-2.0
// what: take an entry that is no page for one
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_collect.no_page.swap_entry_is_skipped

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
