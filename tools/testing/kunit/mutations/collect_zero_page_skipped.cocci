// SPDX-License-Identifier: GPL-2.0
// what: skip the zero page
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
symbol pfn;
@@
migrate_vma_collect_pmd(...)
{
	<...
-	is_zero_pfn(pfn)
+	0
	...>
}
