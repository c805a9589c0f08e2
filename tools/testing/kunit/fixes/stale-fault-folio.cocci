// SPDX-License-Identifier: GPL-2.0
// what: look where the fault page is once its folio may have been split
// fixes: Documentation/mdkunit/finds/stale-fault-folio.rst
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c

@@
identifier ret;
symbol migrate, folio, fault_folio;
@@
migrate_vma_collect_pmd(...)
{
<...
	ret = migrate_vma_split_folio(folio, migrate->fault_page);
+	if (migrate->fault_page)
+		fault_folio = page_folio(migrate->fault_page);
...>
}
